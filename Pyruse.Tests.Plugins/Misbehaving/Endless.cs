using System.Collections.Concurrent;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Misbehaving;

/// <summary>What a test has put into <see cref="AppContext"/> for a module in another load context.</summary>
internal sealed class TestLink(string name)
{
    private readonly BlockingCollection<string> _notes = (BlockingCollection<string>)AppContext.GetData(name)!;

    private readonly ManualResetEventSlim _gate = (ManualResetEventSlim)AppContext.GetData(name + ".gate")!;

    public ManualResetEventSlim Gate => _gate;

    public void Note(string text) => _notes.Add(text);

    public void Spin()
    {
        Note("spinning");
        while (!_gate.IsSet)
            Thread.SpinWait(100);
    }

    public void Try(string what, Action action)
    {
        try
        {
            action();
            Note($"{what}: done");
        }
        catch (Exception exception)
        {
            Note($"{what}: {exception.GetType().Name}");
        }
    }
}

/// <summary>Spins until the test opens the gate, for entries with a MESSAGE that says so; then gets at everything it can reach.</summary>
[Filter("spins")]
public sealed class Spins(string test, FieldTable fields, IEffects effects, ICounters counters) : IFilter
{
    private readonly TestLink _link = new(test);

    public bool Matches(LogEntry entry)
    {
        if (entry["MESSAGE"] != "spin")
            return true;
        _link.Spin();
        _link.Try("effect", () => effects.Log(JournalLevel.Info, "late"));
        _link.Try("counter", () => counters.Raise("late", "x", null));
        _link.Try("field", () => _ = fields["LATE_FIELD"]);
        _link.Try("cursor", () => _ = entry.Cursor);
        _link.Try("fetch", () => _ = entry["LATER_FIELD"]);
        _link.Note("out");
        return true;
    }
}

/// <summary>Waits until the test opens the gate.</summary>
[Filter("waits")]
public sealed class Waits(string test) : IFilter
{
    private readonly TestLink _link = new(test);

    public bool Matches(LogEntry entry)
    {
        _link.Note("waiting");
        try
        {
            _link.Gate.Wait();
        }
        catch (ThreadInterruptedException)
        {
            _link.Note("interrupted");
            throw;
        }
        return true;
    }
}

/// <summary>Stages effects for ever, whatever is thrown at it.</summary>
[Action("babbles")]
public sealed class Babbles(string test, IEffects effects) : IAction
{
    private readonly TestLink _link = new(test);

    public void Execute(LogEntry entry)
    {
        _link.Note("babbling");
        while (!_link.Gate.IsSet)
        {
            try
            {
                effects.Log(JournalLevel.Info, "bla");
            }
            catch (Exception)
            {
                Thread.SpinWait(100);
            }
        }
        _link.Note("silent");
    }
}

/// <summary>Uses the services from a thread of its own.</summary>
[Action("delegates")]
public sealed class Delegates(string test, IEffects effects) : IAction
{
    private readonly TestLink _link = new(test);

    public void Execute(LogEntry entry) => Task.Run(() => _link.Try("elsewhere", () => effects.Log(JournalLevel.Info, "elsewhere"))).Wait();
}
