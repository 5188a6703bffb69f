using System.Diagnostics;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Journal;

namespace Pyruse.Benchmarks.Live;

/// <summary>A systemd-journald for one measurement, with a namespace of its own: the machine's journal is left alone.</summary>
internal sealed class PrivateJournald : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _settings;

    /// <summary>Starts one.</summary>
    /// <exception cref="BenchmarkException">There can't be one here.</exception>
    public PrivateJournald()
    {
        if (!Environment.IsPrivilegedProcess)
            throw new BenchmarkException("A journald for the measurement can be started by root alone; run this as root.");
        string program = Programs.Require("systemd-journald", "systemd");
        Namespace = $"pyrusebenchmark{Environment.ProcessId}";
        // Live entries must not be dropped, and the disk not be filled; see journald.conf(5).
        _settings = $"/run/systemd/journald@{Namespace}.conf.d";
        Directory.CreateDirectory(_settings);
        File.WriteAllText(Path.Combine(_settings, "benchmark.conf"), "[Journal]\nRateLimitIntervalSec=0\nSystemMaxUse=200M\nRuntimeMaxUse=200M\n");
        string[] command = [.. DatagramQueues.Command, program, Namespace];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (!SpinWait.SpinUntil(() => _process.HasExited || TryGreet(), StartPatience) || _process.HasExited)
        {
            Dispose();
            throw new BenchmarkException("systemd-journald does not start here.");
        }
    }

    public string Namespace { get; }

    /// <summary>Where programs write to it, in the native protocol.</summary>
    public string Socket => $"{RunDirectory}/socket";

    private string RunDirectory => $"/run/systemd/journal.{Namespace}";

    public void Dispose()
    {
        if (!_process.HasExited)
            Daemon.Terminate(_process);
        _process.Dispose();
        foreach (string directory in (string[])[_settings, RunDirectory, .. new JournalLocation.Namespace(Namespace).Roots])
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Has a first entry written, so that there is a file to follow.</summary>
    private bool TryGreet()
    {
        using var writer = new JournalWriter(Socket);
        return File.Exists(Socket) && writer.TryWrite(("MESSAGE", "The measurement begins."), ("SYSLOG_IDENTIFIER", "pyruse-benchmark"));
    }
}
