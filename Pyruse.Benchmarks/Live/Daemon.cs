using System.Diagnostics;
using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Benchmarks.Live;

/// <summary>A <c>pyruse run</c> that is measured while it runs.</summary>
internal sealed class Daemon : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>Starts it.</summary>
    public Daemon(string pyruse, string config)
    {
        Started = TimeProvider.System.GetTimestamp();
        _process = Process.Start(new ProcessStartInfo(pyruse, ["run", "--config", config])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
        Figures = new ProcessFigures(_process.Id);
    }

    /// <summary>When it was started, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long Started { get; }

    public ProcessFigures Figures { get; }

    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Says so when it has ended, which it should not.</summary>
    /// <exception cref="BenchmarkException">It has; its last words are in the message.</exception>
    public void MustRun()
    {
        if (_process.HasExited)
            throw new BenchmarkException($"pyruse ended with {_process.ExitCode} in the middle of the measurement:\n{_errors.Result.TrimEnd()}");
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public void WaitForEnd()
    {
        _process.WaitForExit();
        if (_process.ExitCode != 0)
            MustRun();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Terminate(_process);
        _process.Dispose();
    }

    /// <summary>Asks a process to end, and waits until it has.</summary>
    public static void Terminate(Process process)
    {
        using (Process kill = Process.Start(new ProcessStartInfo(Programs.Require("kill", "procps"), ["-TERM", $"{process.Id}"]) { UseShellExecute = false, RedirectStandardError = true })!)
            kill.WaitForExit();
        process.WaitForExit();
    }
}
