using System.Diagnostics;
using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Benchmarks.Live;

/// <summary>A <c>journalctl -f</c> that looks for the same events: what it takes, journald and libsystemd take.</summary>
internal sealed class JournalFollower : IDisposable
{
    private readonly Process _process;

    /// <summary>Begins to follow.</summary>
    public JournalFollower(string journalNamespace)
    {
        _process = Process.Start(new ProcessStartInfo(
            Programs.Require("journalctl", "systemd"), [$"--namespace={journalNamespace}", "-f", "-n", "0", "-q", "-o", "cat", "-t", LiveEvent.Identifier])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text && LiveEvent.TryParse(text, "", out int number))
                Arrivals.Note(number);
        };
        _process.BeginOutputReadLine();
    }

    public Arrivals Arrivals { get; } = new();

    public void Dispose()
    {
        if (!_process.HasExited)
            Daemon.Terminate(_process);
        _process.Dispose();
    }
}
