using System.Diagnostics.Metrics;
using Pyruse.Core.Hosting;

namespace Pyruse.Benchmarks.InProcess;

/// <summary>Is told of each commit of an engine in this process, on the engine's thread.</summary>
internal sealed class CommitWatch : IDisposable
{
    private readonly MeterListener _listener = new();

    /// <summary>Begins to watch the engines that get <see cref="Metrics"/>.</summary>
    /// <param name="told">Takes how many seconds the commit took.</param>
    public CommitWatch(Action<double> told)
    {
        _listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name == EngineMetrics.MeterName && instrument.Name == "pyruse.commit.duration")
                self.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => told(seconds));
        _listener.Start();
        Metrics = new EngineMetrics();
    }

    public EngineMetrics Metrics { get; }

    public void Dispose()
    {
        Metrics.Dispose();
        _listener.Dispose();
    }
}
