using System.Runtime.InteropServices;

namespace Pyruse.Cli.Commands.Regex;

/// <summary>Ends the program on SIGINT and SIGTERM even while it waits for input, but not in the middle of a line of output.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>As shells tell that a signal ended a program: 128 and its number.</summary>
    private const int Interrupted = 130, Terminated = 143;

    private readonly Action _beforeEnd;
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="beforeEnd">Called on another thread, once for each signal.</param>
    public Interruption(Action beforeEnd)
    {
        _beforeEnd = beforeEnd;
        _registrations = [Register(PosixSignal.SIGINT, Interrupted), Register(PosixSignal.SIGTERM, Terminated)];
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _beforeEnd();
        Environment.Exit(exitCode);
    });
}
