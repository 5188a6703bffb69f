using Pyruse.Cli.Status;
using Pyruse.Journal;

namespace Pyruse.Cli.Daemon;

/// <summary>What goes on beside a daemon's engines once the first has started: systemd is told, the configuration read anew when that is wished for, questions answered.</summary>
internal sealed class Attendance : IDisposable
{
    private readonly DaemonProcess _daemon;
    private readonly Surroundings _surroundings;
    private readonly ServiceManager _service;
    private readonly AdjustableLogger _logger;
    private readonly Signals _signals;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    /// <param name="daemon">The daemon.</param>
    /// <param name="surroundings">What it has.</param>
    /// <param name="started">Completes when its first engine has started.</param>
    /// <param name="service">Tells systemd.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <param name="signals">The wishes.</param>
    public Attendance(DaemonProcess daemon, Surroundings surroundings, Task started, ServiceManager service, AdjustableLogger logger, Signals signals)
    {
        (_daemon, _surroundings, _service, _logger, _signals) = (daemon, surroundings, service, logger, signals);
        _work = Task.Run(() => AttendAsync(started));
    }

    /// <summary>Ends all of it.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _work.GetAwaiter().GetResult();
        _end.Dispose();
    }

    private async Task AttendAsync(Task started)
    {
        Task end = Task.Delay(Timeout.Infinite, _end.Token);
        if (await Task.WhenAny(started, end).ConfigureAwait(false) == end)
            return;
        _service.Ready(_daemon.Current.Description);
        using var heart = new Heartbeat(_service, () => _daemon.Totals.Progress, TimeProvider.System, _logger);
        var reloader = new Reloader(_daemon, _surroundings, _signals, _service, _logger, TimeProvider.System);
        Monitoring? monitoring = _surroundings is RealSurroundings real ? new Monitoring(real, _daemon, reloader, heart, TimeProvider.System, _logger) : null;
        await using (monitoring)
        {
            monitoring?.Use(_daemon.Current.Setup.Configuration.Metrics);
            await Task.WhenAny(reloader.RunAsync(configuration => monitoring?.Use(configuration.Metrics)), end).ConfigureAwait(false);
        }
    }
}
