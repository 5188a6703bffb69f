namespace Pyruse.Core.Processes;

/// <summary>Runs programs without a shell: the one place where processes are started.</summary>
/// <remarks>
/// A program has a session of its own, so that no terminal reaches it and it can be ended with all that it started; the directory <c>/</c>; signals as they are by
/// default; of our environment PATH, HOME, LANG, TZ, USER and LOGNAME; and no descriptors but its standard input, output and error.
/// </remarks>
internal static class ProcessRunner
{
    /// <summary>How long a program that took too long has for cleaning up between SIGTERM and SIGKILL.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

    /// <summary>How long the output is read after the program's end, while others that it left behind hold it open.</summary>
    private static readonly TimeSpan Stragglers = TimeSpan.FromSeconds(1);

    /// <summary>Runs a program and waits for its end; processes that it leaves behind are not waited for.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="stdin">What it finds on its standard input.</param>
    /// <param name="timeout">After this long it is ended, and those that it started with it.</param>
    /// <param name="cancellationToken">Kills it at once.</param>
    /// <exception cref="ProgramStartException">It can't be started.</exception>
    /// <exception cref="TimeoutException">It took too long and was ended; the message is a sentence.</exception>
    public static async Task<ProcessResult> RunAsync(IReadOnlyList<string> command, ReadOnlyMemory<byte> stdin, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var output = new ProcessOutput();
        return await RunAsync(command, stdin, timeout, (stream, _, stragglers) => output.ReadAsync(stream, stragglers), output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a program, hands on what it writes to standard output while it writes, and waits for its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="stdin">What it finds on its standard input.</param>
    /// <param name="timeout">After this long it is ended, and those that it started with it.</param>
    /// <param name="readOutput">Reads standard output to its end; what it throws ends the program.</param>
    /// <param name="cancellationToken">Kills it at once.</param>
    /// <returns>The result, with the beginning of standard error alone as its output.</returns>
    /// <exception cref="ProgramStartException">It can't be started.</exception>
    /// <exception cref="TimeoutException">It took too long and was ended; the message is a sentence.</exception>
    public static Task<ProcessResult> RunAsync(
        IReadOnlyList<string> command, ReadOnlyMemory<byte> stdin, TimeSpan timeout, Func<Stream, CancellationToken, Task> readOutput, CancellationToken cancellationToken) =>
        RunAsync(command, stdin, timeout, (stream, limit, _) => readOutput(stream, limit), new ProcessOutput(), cancellationToken);

    private static async Task<ProcessResult> RunAsync(
        IReadOnlyList<string> command, ReadOnlyMemory<byte> stdin, TimeSpan timeout, Func<Stream, CancellationToken, CancellationToken, Task> readOutput, ProcessOutput said,
        CancellationToken cancellationToken)
    {
        using ChildProcess child = ChildProcess.Start(command);
        // At once, on the thread that cancels: who ends the daemon does not wait for us.
        using CancellationTokenRegistration kill = cancellationToken.UnsafeRegister(static child => ((ChildProcess)child!).Signal(LibC.KillAtOnce), child);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stragglers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        Task input = WriteAsync(child.Input, stdin, stragglers.Token);
        Task output = readOutput(child.Output, limit.Token, stragglers.Token);
        Task error = said.ReadAsync(child.Error, stragglers.Token);
        try
        {
            Task<int> exited = child.Exited.WaitAsync(limit.Token);
            if (await Task.WhenAny(exited, output).ConfigureAwait(false) == output)
                await output.ConfigureAwait(false);
            int exitCode = await exited.ConfigureAwait(false);
            stragglers.CancelAfter(Stragglers);
            await Task.WhenAll(input, output, error).ConfigureAwait(false);
            return new(exitCode, said.ToString(), child.Id);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            await EndAsync(child, cancellationToken).ConfigureAwait(false);
            string words = ProcessOutput.OneLine(said.ToString());
            throw new TimeoutException(
                $"{command[0]} took longer than {Configuration.Durations.Format(timeout)} and was ended{(words.Length > 0 ? $"; it had said: {words}" : ".")}", exception);
        }
        finally
        {
            await stragglers.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends a program and all of its group: asks first, then kills.</summary>
    private static async Task EndAsync(ChildProcess child, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        child.Signal(LibC.Terminate);
        await Task.WhenAny(child.Exited, Task.Delay(LastWord, cancellationToken)).ConfigureAwait(false);
        child.Signal(LibC.KillAtOnce);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task WriteAsync(Stream input, ReadOnlyMemory<byte> stdin, CancellationToken cancellationToken)
    {
        try
        {
            await using (input.ConfigureAwait(false))
                await input.WriteAsync(stdin, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException || cancellationToken.IsCancellationRequested)
        {
            // A program that ends without reading its input says why through its exit code.
        }
    }
}
