namespace Pyruse.Cli;

/// <summary>How the program ends; see docs/cli.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It failed while running.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>The configuration was wrong: EX_CONFIG of sysexits(3), which systemd knows.</summary>
    public const int Configuration = 78;
}
