using Pyruse.Core.Entries;

namespace Pyruse.Core.Modules;

/// <summary>A step that answers yes or no about an entry.</summary>
/// <remarks>
/// One instance serves one step of the configuration and is called on the engine's thread only. An exception counts as "no": the engine contains
/// it, writes it to the journal with chain and step (at a limited rate), and goes on. A call that takes longer than the step budget is written to the
/// journal while it lasts; one that never returns is given up, and the step counts as "no" from then on. A filter that is <see cref="IDisposable"/>
/// or <see cref="IAsyncDisposable"/> is disposed of when the engine ends, on any thread.
/// </remarks>
public interface IFilter
{
    /// <summary>Whether the entry passes.</summary>
    bool Matches(LogEntry entry);
}

/// <summary>A step that does something with an entry: changes its fields, or stages state and effects through injected services.</summary>
/// <remarks>
/// One instance serves one step of the configuration and is called on the engine's thread only. It must not touch the world itself: what it wants
/// done outside is staged and carried out after the commit. An exception ends the entry's way; the engine contains it, writes it to the journal
/// with chain and step (at a limited rate), and goes on with the next entry. A call that takes longer than the step budget is written to the journal
/// while it lasts; one that never returns is given up: services refuse to work for it, and the step ends the way of entries from then on. An action
/// that is <see cref="IDisposable"/> or <see cref="IAsyncDisposable"/> is disposed of when the engine ends, on any thread.
/// </remarks>
public interface IAction
{
    /// <summary>Acts on the entry.</summary>
    void Execute(LogEntry entry);
}

/// <summary>Where a source begins to read.</summary>
/// <param name="Cursor">The position after which to go on, committed by an earlier run; null at the very first start.</param>
public readonly record struct SourceStart(string? Cursor)
{
    /// <summary>The name of the source in the configuration; null when it is used outside of one.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Since when the source has been followed without a break, though there is no position yet because there was no entry: a source that begins with what is new begins
    /// there. In microseconds since 1970-01-01 UTC; null: it is followed from now on.
    /// </summary>
    public long? FollowedSince { get; init; }
}

/// <summary>Yields entries.</summary>
/// <remarks>
/// All members but <see cref="WaitAsync"/> are called on the engine's thread. <see cref="WaitAsync"/> is called there too, but may complete anywhere.
/// The engine's thread is always the same one, unless a step never returns: then another takes its place, and the old one gets at no source any more.
/// The engine pulls: it reads until drained, commits, waits.
/// </remarks>
public interface ISource : IAsyncDisposable
{
    /// <summary>The position after the entry last read, or where reading began, from which a later run can go on; null when there is none yet.</summary>
    string? Cursor { get; }

    /// <summary>
    /// Whether entries come, by and large, in the order of their times; default: true. Of a source that reads one thing after another, nobody knows how far time
    /// has come before it is drained. Asked on the engine's thread, at any time after <see cref="Open"/>.
    /// </summary>
    bool IsInOrder => true;

    /// <summary>Starts. Called once, before anything else.</summary>
    /// <exception cref="SourceException">The source can't be read at all.</exception>
    void Open(SourceStart start);

    /// <summary>Reads the next entry into <paramref name="entry"/>, if there is one now.</summary>
    /// <returns>False when the source is drained for the moment, or has ended.</returns>
    bool TryRead(LogEntry entry);

    /// <summary>Waits passively until there may be entries to read.</summary>
    /// <returns>False when the source has ended: there will never be another entry.</returns>
    ValueTask<bool> WaitAsync(CancellationToken cancellationToken);
}

/// <summary>A source that follows something which it can also read once from the beginning to the end, for <c>pyruse replay</c>.</summary>
public interface IReplayableSource : ISource
{
    /// <summary>Makes a source that reads the same once, oldest entry first, and ends. The one that is asked is not opened.</summary>
    /// <param name="since">Before this moment, in microseconds since 1970-01-01 UTC, nobody needs entries; null: all are wanted.</param>
    ISource ForReplay(long? since);
}

/// <summary>A source that can leave out entries of which nothing can come, without looking at all of them.</summary>
public interface ISelectiveSource : ISource
{
    /// <summary>Allows the source to leave out entries in which no value of a field is one of some; it need not. Called before it is opened, once at most.</summary>
    /// <param name="field">The field.</param>
    /// <param name="values">The values, as they stand in entries.</param>
    void Select(Field field, IReadOnlyList<ReadOnlyMemory<byte>> values);
}

/// <summary>A source that has taken in entries which it can't read again at the next start.</summary>
/// <remarks>When the end was asked for, the engine tells the source to stop, and still handles what it has, for a few seconds at most.</remarks>
public interface IVolatileSource : ISource
{
    /// <summary>
    /// Stops taking in entries, and returns at once; what was taken in can still be read, and <see cref="ISource.WaitAsync"/> gives false after the last.
    /// Called on the engine's thread, once, before the source is disposed of.
    /// </summary>
    void Stop();
}

/// <summary>A source that goes on as it is, with its connections and with what it has taken in, when the configuration is read anew and says the same of the source.</summary>
/// <remarks>
/// Any other source is closed then, and a new one goes on at its position. The entries to be filled after that belong to another workflow: the source must not keep
/// anything that it has learnt of <see cref="LogEntry.Fields"/> beyond the entry, and may be used on another thread. No wait is pending at that moment.
/// </remarks>
public interface IContinuingSource : ISource;

/// <summary>A filter whose whole meaning is that a field equals one of some values, which lets the compiler fuse successive ones into one look-up.</summary>
public interface IEqualityFilter : IFilter
{
    /// <summary>The field that is compared.</summary>
    Field Field { get; }

    /// <summary>The values, any of which passes.</summary>
    IReadOnlyList<ComparisonValue> Values { get; }
}

/// <summary>Marks a public class as a module: <see cref="FilterAttribute"/>, <see cref="ActionAttribute"/> or <see cref="SourceAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class ModuleAttribute : Attribute
{
    private protected ModuleAttribute(ModuleKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>The name that configurations use.</summary>
    public string Name { get; }

    internal ModuleKind Kind { get; }
}

/// <summary>Names a filter, for use as <c>filter = "name"</c>.</summary>
/// <param name="name">The name, without the prefix <c>filter_</c>.</param>
public sealed class FilterAttribute(string name) : ModuleAttribute(ModuleKind.Filter, name);

/// <summary>Names an action, for use as <c>action = "name"</c>.</summary>
/// <param name="name">The name, without the prefix <c>action_</c>.</param>
public sealed class ActionAttribute(string name) : ModuleAttribute(ModuleKind.Action, name);

/// <summary>Names a source, for use as <c>type = "name"</c> in <c>[[source]]</c>.</summary>
/// <param name="name">The name.</param>
public sealed class SourceAttribute(string name) : ModuleAttribute(ModuleKind.Source, name);

/// <summary>Gives a parameter another name in the configuration than it has in the code.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ArgumentNameAttribute(string name) : Attribute
{
    /// <summary>The name in the configuration.</summary>
    public string Name { get; } = name;
}
