namespace Pyruse.Journal;

/// <summary>Decides how reading goes on after failures: at the same place a few times, then behind it, further each time.</summary>
internal sealed class ReadFailures
{
    private const int TriesAtOnePlace = 3;
    private const int MaxTries = TriesAtOnePlace + 5;

    private int _count;

    /// <summary>Whether nothing helped.</summary>
    public bool AreHopeless => _count > MaxTries;

    /// <summary>How much time to step over because what lies there can't be read; null: none.</summary>
    public TimeSpan? StepOver => _count <= TriesAtOnePlace
        ? null
        : TimeSpan.FromMicroseconds(Math.Pow(1000, Math.Min(_count, MaxTries) - TriesAtOnePlace - 1));

    /// <summary>Something could be read.</summary>
    public void Clear() => _count = 0;

    /// <summary>Reading has failed.</summary>
    public void Add() => _count++;
}
