namespace Pyruse.Core.Processes;

/// <summary>What a program did.</summary>
/// <param name="ExitCode">Its exit code; 128 and the number of the signal, if one ended it; -1: unknown.</param>
/// <param name="Output">The beginning of what it wrote to standard output and standard error.</param>
/// <param name="Id">The number that the process had.</param>
internal sealed record ProcessResult(int ExitCode, string Output, int Id = 0)
{
    private const int FirstOfSignals = 128;

    /// <summary>How it ended, as the rest of a sentence. Shells, too, end with 128 and the signal that ended what they ran.</summary>
    public string End => ExitCode > FirstOfSignals
        ? $"ended with exit code {ExitCode} (signal {ExitCode - FirstOfSignals}{SignalName(ExitCode - FirstOfSignals)})"
        : $"ended with exit code {ExitCode}";

    private static string SignalName(int signal) => signal switch
    {
        1 => ", SIGHUP",
        2 => ", SIGINT",
        3 => ", SIGQUIT",
        6 => ", SIGABRT",
        9 => ", SIGKILL",
        11 => ", SIGSEGV",
        13 => ", SIGPIPE",
        15 => ", SIGTERM",
        _ => "",
    };
}
