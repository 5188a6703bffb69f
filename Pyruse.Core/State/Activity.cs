namespace Pyruse.Core.State;

/// <summary>What is counted for reports. The numbers are part of the store's format.</summary>
public enum ActivityKind
{
    /// <summary>Log entries seen.</summary>
    Entry = 0,

    /// <summary>Failures of a step; the name is <see cref="ActivityCount.NameOfStep"/>.</summary>
    Failure = 1,

    /// <summary>Bans made; the name is the chain.</summary>
    Ban = 2,

    /// <summary>Bans lifted by hand.</summary>
    Lifted = 3,

    /// <summary>Mails sent.</summary>
    Mail = 4,
}

/// <summary>How often something happened in a quarter of an hour: the largest stretch that no time zone cuts.</summary>
/// <param name="Slot">The quarter, counted from 1970-01-01 UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Name">To whom; empty where it makes no difference.</param>
/// <param name="Count">How often.</param>
public readonly record struct ActivityCount(long Slot, ActivityKind Kind, string Name, long Count)
{
    /// <summary>The length of a slot in microseconds.</summary>
    public const long SlotLength = 15 * 60 * 1_000_000L;

    private const char Separator = '\u001f';

    /// <summary>When the slot begins, in microseconds since 1970-01-01 UTC.</summary>
    public long Start => Slot * SlotLength;

    /// <summary>The slot that a moment is in.</summary>
    /// <param name="time">In microseconds since 1970-01-01 UTC.</param>
    public static long SlotOf(long time) => time / SlotLength;

    /// <summary>The name under which the failures of a step are counted.</summary>
    public static string NameOfStep(string chain, int step) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{step}{Separator}{chain}");

    /// <summary>Reads a name made by <see cref="NameOfStep"/>.</summary>
    public static (string Chain, int Step) StepOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int at = name.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0 && int.TryParse(name.AsSpan(0, at), System.Globalization.CultureInfo.InvariantCulture, out int step) ? (name[(at + 1)..], step) : (name, 0);
    }
}
