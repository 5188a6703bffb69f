using System.Collections;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Pyruse.Core.Processes;

/// <summary>A program that runs, with pipes to its standard input, output and error, and those it started in its session.</summary>
/// <remarks>
/// A thread waits for its end and leaves it a zombie until <see cref="Dispose"/>, so that its number, which is that of its group too, can't be another's when it is
/// sent a signal. Safe for use by several threads.
/// </remarks>
internal sealed class ChildProcess : IDisposable
{
    private const int StackSize = 128 * 1024;

    /// <summary>What programs find in their environment; nothing else of ours goes to them.</summary>
    private static readonly string[] KeptVariables = ["PATH", "HOME", "LANG", "TZ", "USER", "LOGNAME"];

    private readonly AnonymousPipeServerStream _input = new(PipeDirection.Out, HandleInheritability.None);
    private readonly AnonymousPipeServerStream _output = new(PipeDirection.In, HandleInheritability.None);
    private readonly AnonymousPipeServerStream _error = new(PipeDirection.In, HandleInheritability.None);
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guarded by _lock.
    private readonly Lock _lock = new();
    private bool _hasExited;
    private bool _isDisposed;

    private ChildProcess(string path, IReadOnlyList<string> command)
    {
        try
        {
            ReadOnlySpan<int> standard = [Descriptor(_input), Descriptor(_output), Descriptor(_error)];
            int error = ProcessSpawner.Start(path, command, OwnEnvironment(), standard, out int process);
            if (error != 0)
                throw new ProgramStartException(ProgramFile.WhyNotStarted(path, command, error), isTemporary: !IsLasting(error));
            Id = process;
        }
        catch
        {
            ClosePipes();
            throw;
        }
        finally
        {
            foreach (AnonymousPipeServerStream pipe in (AnonymousPipeServerStream[])[_input, _output, _error])
                pipe.DisposeLocalCopyOfClientHandle();
        }
        new Thread(WaitForExit, StackSize) { IsBackground = true, Name = $"wait for {Path.GetFileName(path)}" }.Start();
    }

    /// <summary>The number of the process.</summary>
    public int Id { get; }

    /// <summary>Its standard input, to be disposed of when it has been given everything.</summary>
    public Stream Input => _input;

    /// <summary>Its standard output.</summary>
    public Stream Output => _output;

    /// <summary>Its standard error.</summary>
    public Stream Error => _error;

    /// <summary>Its end; gives its exit code, or 128 and the number of the signal that ended it.</summary>
    public Task<int> Exited => _exit.Task;

    /// <summary>Starts a program.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <exception cref="ProgramStartException">It can't be started.</exception>
    public static ChildProcess Start(IReadOnlyList<string> command)
    {
        string path = ProgramFile.Find(command[0]) ?? throw new ProgramStartException(ProgramFile.WhyNotFound(command[0]), isTemporary: false);
        if (command.Any(static argument => argument.Contains('\0', StringComparison.Ordinal)))
            throw new ProgramStartException($"{path} can't be started: an argument has a NUL in it, which would end it early.", isTemporary: false);
        return new(path, command);
    }

    /// <summary>Sends a signal to the program and to all processes of its group.</summary>
    public void Signal(int signal)
    {
        lock (_lock)
        {
            if (!_isDisposed)
                _ = LibC.Kill(-Id, signal);
        }
    }

    /// <summary>Gives up the pipes, and kills the program if it has not ended.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            if (!_hasExited)
                _ = LibC.Kill(-Id, LibC.KillAtOnce);
            _isDisposed = true;
            Reap();
        }
        ClosePipes();
    }

    private static int Descriptor(AnonymousPipeServerStream pipe) => (int)pipe.ClientSafePipeHandle.DangerousGetHandle();

    private static List<string> OwnEnvironment()
    {
        List<string> variables = [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(static variable => KeptVariables.Contains((string)variable.Key, StringComparer.Ordinal))
            .Select(static variable => $"{variable.Key}={variable.Value}")];
        if (!variables.Exists(static variable => variable.StartsWith("PATH=", StringComparison.Ordinal)))
            variables.Add($"PATH={ProgramFile.UsualPath}");
        return variables;
    }

    /// <summary>Whether it is for an administrator to repair.</summary>
    private static bool IsLasting(int error) =>
        error is LibC.NoSuchFile or LibC.NoDirectory or LibC.NoAccess or LibC.NoFormat or LibC.ListTooLong or LibC.TooManyLinks;

    private unsafe void WaitForExit()
    {
        const int InformationSize = 128, CodeOffset = 8, ByItself = 1, FirstOfSignals = 128, Unknown = -1;
        byte* information = stackalloc byte[InformationSize];
        int result;
        do
            result = LibC.WaitId(LibC.OneProcess, Id, information, LibC.UntilExitButKeep);
        while (result != 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
        // si_code and si_status of siginfo_t, see sigaction(2); what lies between is aligned like a pointer. si_code 1 is CLD_EXITED.
        int status = *(int*)(information + (sizeof(nint) == sizeof(long) ? 24 : 20));
        int code = *(int*)(information + CodeOffset);
        lock (_lock)
        {
            _hasExited = true;
            Reap();
        }
        // Where our parent had us ignore SIGCHLD, nobody learns how children end.
        _exit.SetResult(result != 0 ? Unknown : code == ByItself ? status : FirstOfSignals + status);
    }

    /// <summary>Lets the kernel forget the process, once it has ended and nobody sends it signals any more.</summary>
    private unsafe void Reap()
    {
        if (_hasExited && _isDisposed)
            _ = LibC.WaitPid(Id, null, 0);
    }

    private void ClosePipes()
    {
        _input.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
