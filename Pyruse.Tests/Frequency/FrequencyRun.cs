using System.Globalization;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Frequency;

/// <summary>Runs raises of the counters a and b through expectations and pairs, and shows what these tell.</summary>
/// <remarks>
/// Raises are written as <c>5:a/x 7:b</c>: at second 5 counter a for the key x, at second 7 counter b for the key -. <c>90:</c> is an entry that raises nothing.
/// What is told is shown as <c>60 silence NAME KEY COUNT</c>, with the second of entry time at which it was.
/// </remarks>
internal static class FrequencyRun
{
    /// <summary>The chains: <c>told</c> shows what it is told, as <c>also</c> does for what is to be told apart.</summary>
    public const string Chains = """
        [[chain]]
        name = "told"
        steps = [{ action = "log", message = "{PYRUSE_EVENT} {EXPECT|PAIR} {KEY} {COUNT}" }]
        [[chain]]
        name = "a"
        steps = [{ filter = "equals", field = "RAISE", value = "a" }, { action = "counterRaise", counter = "a", for = "OF" }]
        [[chain]]
        name = "b"
        steps = [{ filter = "equals", field = "RAISE", value = "b" }, { action = "counterRaise", counter = "b", for = "OF" }]

        """;

    /// <summary>Replays a history, and gives what was told.</summary>
    public static IReadOnlyList<string> Replay(string tables, string raises) => Told(tables, new EngineHost { Store = new MemoryStateStore(), IsReplay = true }, new ListSource(Entries(raises)));

    /// <summary>Lets a daemon that was just started read a history of some time ago which ends, and gives what was told.</summary>
    public static IReadOnlyList<string> Run(string tables, string raises) => Told(tables, LiveHost(), new ListSource(Entries(raises)));

    /// <summary>A daemon of a time when all that tests tell of is past.</summary>
    public static EngineHost LiveHost() => new() { Store = new MemoryStateStore(), Time = new ManualTime(EntryTime.ToUtc(TestEntries.Start).AddYears(10)) };

    /// <summary>Runs sources until they end, and gives what was told. Each source is for one of <c>[[source]]</c>, if there are several.</summary>
    public static IReadOnlyList<string> Told(string tables, EngineHost host, params ISource[] sources)
    {
        var effects = new List<Effect>();
        var rest = new Queue<ISource>(sources);
        string several = sources.Length == 1 ? "" : string.Concat(sources.Select(static (_, i) => $"[[source]]\ntype = \"export\"\nname = \"s{i}\"\npath = \"/dev/null\"\n"));
        Workflows.Engine(several + Chains + tables, host with { OnEffect = effects.Add }, _ => rest.Dequeue()).Run(CancellationToken.None);
        return Show(effects);
    }

    /// <summary>Shows the log lines with their times.</summary>
    public static IReadOnlyList<string> Show(IEnumerable<Effect> effects) => [.. effects.OfType<LogEffect>().Select(Show)];

    /// <summary>Shows a log line with its time.</summary>
    public static string Show(LogEffect effect) => string.Create(CultureInfo.InvariantCulture, $"{(effect.Origin.Time - TestEntries.Start) / 1e6} {effect.Message}").TrimEnd(' ', '-');

    /// <summary>Reads raises.</summary>
    public static IReadOnlyList<TestEntry> Entries(string raises) => [.. raises.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Entry)];

    private static TestEntry Entry(string text)
    {
        string[] parts = text.Split(':', '/');
        double second = double.Parse(parts[0], CultureInfo.InvariantCulture);
        return TestEntries.AtSecond(second, parts[1].Length == 0 ? "A=x" : $"RAISE={parts[1]} | OF={(parts.Length > 2 ? parts[2] : "-")}");
    }
}
