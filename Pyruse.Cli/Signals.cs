using System.Runtime.InteropServices;

namespace Pyruse.Cli;

/// <summary>Turns SIGINT and SIGTERM into a cancellation, so that the program ends cleanly.</summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Signals() => _registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM)];

    /// <summary>Cancelled when the program is asked to end.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>Asks the program to end, as a signal does.</summary>
    public void Raise() => _end.Cancel();

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _end.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        // A second signal, when ending takes long, has its usual effect.
        context.Cancel = !_end.IsCancellationRequested;
        _end.Cancel();
    });
}
