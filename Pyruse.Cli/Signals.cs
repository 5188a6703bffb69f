using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Pyruse.Cli;

/// <summary>Turns SIGINT and SIGTERM into a cancellation, so that the program ends cleanly, and SIGHUP into the wish for a new configuration.</summary>
internal sealed class Signals : IDisposable
{
    private const string Terminal = "/dev/tty";

    // One token means that somebody asked: several are the same as one.
    private readonly Channel<bool> _reload = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _end = new();
    private readonly bool _hasTerminal = HasTerminal();
    private readonly PosixSignalRegistration[] _registrations;

    public Signals() => _registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM), PosixSignalRegistration.Create(PosixSignal.SIGHUP, HangUp)];

    /// <summary>Cancelled when the program is asked to end.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>Waits until a new configuration is wished for. A wish while nobody waits is kept.</summary>
    /// <exception cref="OperationCanceledException">The program is to end.</exception>
    public async Task WaitForReloadAsync() => await _reload.Reader.ReadAsync(End).ConfigureAwait(false);

    /// <summary>Asks the program to end, as a signal does.</summary>
    public void Raise() => _end.Cancel();

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _end.Dispose();
    }

    private static bool HasTerminal()
    {
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle terminal = File.OpenHandle(Terminal);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The signal has two meanings: a wish, and that the terminal is gone, with which a program ends that was started there.</summary>
    private void HangUp(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_hasTerminal && !HasTerminal())
            _end.Cancel();
        else
            _reload.Writer.TryWrite(true);
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        // A second signal, when ending takes long, has its usual effect.
        context.Cancel = !_end.IsCancellationRequested;
        _end.Cancel();
    });
}
