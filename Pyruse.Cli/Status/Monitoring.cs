using Microsoft.Extensions.Logging;
using Pyruse.Cli.Daemon;
using Pyruse.Cli.Metrics;
using Pyruse.Core.Configuration;

namespace Pyruse.Cli.Status;

/// <summary>Everything by which one can see into a daemon: its status, and its measurements as the configuration has them.</summary>
internal sealed class Monitoring : IAsyncDisposable
{
    private readonly StatusServer _status;
    private readonly MetricsPage _page;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private MetricsSettings _settings = new();
    private MetricsFile? _file;
    private MetricsListener? _listener;

    public Monitoring(RealSurroundings surroundings, DaemonProcess daemon, Reloader reloader, Heartbeat heart, TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        var collector = new StatusCollector(surroundings, daemon, reloader, heart, time);
        _status = new StatusServer(StatusSocket.PathIn(daemon.Current.Setup.Configuration.Storage), collector, logger);
        _page = new MetricsPage(collector, surroundings.Counts, surroundings.Tally);
    }

    /// <summary>Measures as a configuration says; what it says as before goes on. Not to be called by several threads at a time.</summary>
    public void Use(MetricsSettings settings)
    {
        if (_file is null || settings.File?.FullName != _settings.File?.FullName || settings.Interval != _settings.Interval)
        {
            _file?.Dispose();
            _file = settings.File is null ? null : new MetricsFile(settings.File.FullName, settings.Interval, _page, _time, _logger);
        }
        if (_listener is not { IsListening: true } || !Equals(settings.EndPoint, _settings.EndPoint))
        {
            _listener?.Dispose();
            _listener = settings.EndPoint is { } endPoint ? new MetricsListener(endPoint, _page, _logger) : null;
        }
        _settings = settings;
    }

    public async ValueTask DisposeAsync()
    {
        _file?.Dispose();
        _listener?.Dispose();
        await _status.DisposeAsync().ConfigureAwait(false);
    }
}
