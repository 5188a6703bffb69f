using Microsoft.Extensions.Hosting;
using Pyruse.Core.Embedding;

namespace Pyruse.Extensions.Hosting;

/// <summary>Lets the engine live as long as the host. An engine that fails ends the host, unless <c>HostOptions</c> say otherwise.</summary>
internal sealed class PyruseBackgroundService(PyruseHost pyruse) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        pyruse.Start();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // First the engine: what was logged or pushed before the end is still handled, unless the host's patience runs out. If it failed, the host knows.
        await pyruse.StopAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => pyruse.Completion;
}
