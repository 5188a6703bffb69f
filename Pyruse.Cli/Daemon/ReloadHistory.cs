namespace Pyruse.Cli.Daemon;

/// <summary>How often a configuration was read anew, and what came of it at last.</summary>
/// <param name="Succeeded">How many times it took effect.</param>
/// <param name="Refused">How many times it was refused.</param>
/// <param name="LastTime">When that was decided last; null: never.</param>
/// <param name="LastProblem">Why it was refused then, as a sentence; null: it was not.</param>
/// <param name="NeedsRestart">What of the configuration in use waits for a restart.</param>
internal sealed record ReloadHistory(long Succeeded, long Refused, DateTimeOffset? LastTime, string? LastProblem, IReadOnlyList<string> NeedsRestart)
{
    /// <summary>Of a daemon that was never asked.</summary>
    public static ReloadHistory None { get; } = new(0, 0, null, null, []);
}
