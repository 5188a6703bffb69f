namespace Pyruse.Benchmarks.Workload;

/// <summary>What a service writes: a priority as in syslog(3), and a text.</summary>
internal readonly record struct LogLine(int Priority, string Message)
{
    public static implicit operator LogLine(string message) => new LogLine(6, message);
}

/// <summary>A service that writes to the journal.</summary>
/// <param name="Identifier">Its SYSLOG_IDENTIFIER.</param>
/// <param name="Share">Its share of the entries that are not hostile, in per cent.</param>
/// <param name="Say">Makes an ordinary line.</param>
internal sealed record ServiceProfile(string Identifier, double Share, Func<Scene, LogLine> Say)
{
    /// <summary>Makes a line that an attacker causes; null: attackers do not get at it.</summary>
    public Func<Scene, LogLine>? Suffer { get; init; }

    /// <summary>The user it runs as.</summary>
    public int UserId { get; init; } = 33;

    public bool IsKernel => Identifier == "kernel";
}
