using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Pyruse.Core.Effects.Dispatch;

/// <summary>What a program did.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">The beginning of what it wrote to standard output and standard error.</param>
/// <param name="Id">The number that the process had.</param>
internal sealed record ProcessResult(int ExitCode, string Output, int Id = 0);

/// <summary>Runs programs without a shell: the one place where processes are started.</summary>
internal static class ProcessRunner
{
    /// <summary>Only the beginning of a program's output is kept.</summary>
    private const int MaxOutput = 4096;

    /// <summary>What programs find in their environment; nothing of ours goes to them.</summary>
    private static readonly string[] KeptVariables = ["PATH", "HOME", "LANG", "TZ", "USER", "LOGNAME"];

    /// <summary>Runs a program and waits for its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="stdin">What it finds on its standard input.</param>
    /// <param name="timeout">After this long it is killed, and its children with it.</param>
    /// <param name="cancellationToken">Kills it likewise.</param>
    /// <exception cref="IOException">It can't be started; the message is a sentence.</exception>
    /// <exception cref="TimeoutException">It took too long and was killed.</exception>
    public static async Task<ProcessResult> RunAsync(IReadOnlyList<string> command, ReadOnlyMemory<byte> stdin, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string output = "";
        ProcessResult result = await RunAsync(
            command, stdin, timeout, async (stream, cancellation) => output = await ReadAsync(stream, cancellation).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return result with { Output = (output + result.Output).Trim() };
    }

    /// <summary>Runs a program, hands on what it writes to standard output while it writes, and waits for its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="stdin">What it finds on its standard input.</param>
    /// <param name="timeout">After this long it is killed, and its children with it.</param>
    /// <param name="readOutput">Reads standard output to its end; what it throws ends the program.</param>
    /// <param name="cancellationToken">Kills it likewise.</param>
    /// <returns>The result, with the beginning of standard error alone as its output.</returns>
    /// <exception cref="IOException">It can't be started; the message is a sentence.</exception>
    /// <exception cref="TimeoutException">It took too long and was killed.</exception>
    public static async Task<ProcessResult> RunAsync(
        IReadOnlyList<string> command, ReadOnlyMemory<byte> stdin, TimeSpan timeout, Func<Stream, CancellationToken, Task> readOutput, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(readOutput);
        using Process process = Start(command);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            Task output = readOutput(process.StandardOutput.BaseStream, limit.Token);
            Task<string> error = ReadAsync(process.StandardError.BaseStream, limit.Token);
            await WriteAsync(process, stdin, limit.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new(process.ExitCode, (await error.ConfigureAwait(false)).Trim(), process.Id);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{command[0]} took longer than {Configuration.Durations.Format(timeout)} and was killed.", exception);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (string name in start.Environment.Keys.Except(KeptVariables, StringComparer.Ordinal).ToList())
            start.Environment.Remove(name);
        try
        {
            return Process.Start(start) ?? throw new IOException($"{command[0]} can't be started.");
        }
        catch (Win32Exception exception)
        {
            throw new IOException($"{command[0]} can't be started: {exception.Message}. Is it installed, and may this user run it?", exception);
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> stdin, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(stdin, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program that ends without reading its input says why through its exit code.
        }
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] kept = new byte[MaxOutput];
        byte[] rest = new byte[MaxOutput];
        int length = 0;
        int count;
        // Read to the end, so that the program is not stopped by a full pipe.
        while ((count = await stream.ReadAsync(length < MaxOutput ? kept.AsMemory(length) : rest, cancellationToken).ConfigureAwait(false)) > 0)
            length = Math.Min(MaxOutput, length + (length < MaxOutput ? count : 0));
        return Encoding.UTF8.GetString(kept, 0, length);
    }
}
