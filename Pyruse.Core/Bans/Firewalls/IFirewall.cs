using System.Net;
using System.Net.Sockets;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>A firewall in the kernel, by way of its program. Used by one thread at a time.</summary>
/// <remarks>What fails throws <see cref="FirewallException"/>, whose message tells the administrator what to do.</remarks>
public interface IFirewall
{
    /// <summary>Which one it is.</summary>
    Firewall Kind { get; }

    /// <summary>The longest time that an element can be given; longer ones are given this, and given it again before it is over.</summary>
    long MaxSeconds { get; }

    /// <summary>Makes the sets that Pyruse is to make itself, where they are missing.</summary>
    Task PrepareAsync(IReadOnlyCollection<SetUse> sets, CancellationToken cancellationToken);

    /// <summary>Reads a set from the kernel.</summary>
    /// <param name="set">The set.</param>
    /// <param name="onElement">Told of each element.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    Task<SetDefinition> ReadAsync(BanSet set, Action<SetElement> onElement, CancellationToken cancellationToken);

    /// <summary>Changes sets, all of them together.</summary>
    Task ApplyAsync(IReadOnlyList<SetChanges> changes, CancellationToken cancellationToken);

    /// <summary>Says when others change a table or set, until it is cancelled. Returns when it is to be called again.</summary>
    /// <param name="isOfInterest">Whether changes of a set matter, by its name; the name of a table stands for all of its sets.</param>
    /// <param name="onChange">Told of a change, on any thread, with the number of the process that made it; 0: unknown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task WatchAsync(Func<string, bool> isOfInterest, Action<int> onChange, CancellationToken cancellationToken);

    /// <summary>Whether a process was one that this object started lately.</summary>
    bool IsOwn(int processId);
}

/// <summary>How a set is used.</summary>
/// <param name="Set">The set.</param>
/// <param name="Family">Which addresses go into it.</param>
/// <param name="HasNetworks">Whether networks go into it beside single addresses.</param>
public sealed record SetUse(BanSet Set, AddressFamily Family, bool HasNetworks);

/// <summary>What the kernel says a set is.</summary>
/// <param name="Family">Which addresses it holds; null: it does not hold plain addresses.</param>
/// <param name="HasTimeouts">Whether its elements can have an end.</param>
/// <param name="HasNetworks">Whether it can hold networks.</param>
public sealed record SetDefinition(AddressFamily? Family, bool HasTimeouts, bool HasNetworks);

/// <summary>An element of a set.</summary>
/// <param name="Network">The address or network.</param>
/// <param name="SecondsLeft">How long it stays; 0: for ever.</param>
public readonly record struct SetElement(IPNetwork Network, long SecondsLeft);

/// <summary>What is to happen to an element of a set.</summary>
public enum SetChangeKind
{
    /// <summary>It goes out; it is known to be in.</summary>
    Remove,

    /// <summary>It may be in already, and gets a new end.</summary>
    Replace,

    /// <summary>It goes in; it is not in.</summary>
    Add,
}

/// <summary>A change of an element.</summary>
/// <param name="Kind">What is to happen.</param>
/// <param name="Element">The element.</param>
public readonly record struct SetChange(SetChangeKind Kind, SetElement Element);

/// <summary>What is to change in a set.</summary>
/// <param name="Set">The set.</param>
/// <param name="HasTimeouts">Whether its elements can have an end.</param>
/// <param name="Items">The changes.</param>
public sealed record SetChanges(BanSet Set, bool HasTimeouts, IReadOnlyList<SetChange> Items);

/// <summary>A firewall's program could not do what was asked. The message is a sentence for the administrator, with the remedy.</summary>
public sealed class FirewallException : Exception
{
    /// <summary>Makes one without a message; prefer the others.</summary>
    public FirewallException()
    {
    }

    /// <summary>Makes one with a sentence.</summary>
    public FirewallException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public FirewallException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the program can't do anything at all: it is missing, or may not.</summary>
    public bool IsGeneral { get; init; }

    /// <summary>Whether nothing can be done to the set: it is missing, or full.</summary>
    public bool IsOfSet { get; init; }
}
