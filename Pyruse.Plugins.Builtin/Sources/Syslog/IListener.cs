namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>Receives at one socket. Disposing closes the socket.</summary>
internal interface IListener : IDisposable
{
    /// <summary>Receives until cancelled. Does not throw for what peers do.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
