using System.Diagnostics;
using System.Diagnostics.Metrics;
using Pyruse.Core.Chains;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Hosting;

/// <summary>What OpenTelemetry and <c>dotnet-counters</c> see of an engine: the meter <c>Pyruse</c>.</summary>
/// <remarks>
/// Names and units follow https://opentelemetry.io/docs/specs/semconv/general/metrics/. What is counted per entry is read from the engine's own counts when
/// somebody asks, so an entry costs nothing more; the others are told at a commit, and only when somebody listens.
/// </remarks>
internal sealed class EngineMetrics : IEngineMetrics, IDisposable
{
    public const string MeterName = "Pyruse";

    private readonly Meter _meter = new(MeterName, typeof(EngineMetrics).Assembly.GetName().Version?.ToString(3));
    private readonly Counter<long> _effects;
    private readonly Counter<long> _bans;
    private readonly Histogram<double> _commitDuration;

    public EngineMetrics()
    {
        _effects = _meter.CreateCounter<long>("pyruse.effects", "{effect}", "Effects that were committed.");
        _bans = _meter.CreateCounter<long>("pyruse.bans", "{ban}", "Bans that were committed.");
        _commitDuration = _meter.CreateHistogram<double>("pyruse.commit.duration", "s", "How long the store took to commit a batch.");
    }

    /// <summary>Begins to observe an engine.</summary>
    /// <param name="progress">What it has done so far.</param>
    /// <param name="dropped">How many entries did not fit into its queue.</param>
    /// <param name="time">The clock for the lag.</param>
    public void Observe(Func<EngineProgress> progress, Func<long> dropped, TimeProvider time)
    {
        _meter.CreateObservableCounter("pyruse.entries", () => progress().Entries, "{entry}", "Entries that were walked through the chains.");
        _meter.CreateObservableCounter("pyruse.step.failures", () => progress().Failures, "{failure}", "How many times a step failed.");
        _meter.CreateObservableCounter("pyruse.entries.dropped", dropped, "{entry}", "Entries that were dropped because the queue was full.");
        _meter.CreateObservableGauge(
            "pyruse.lag", () => Lag(progress(), time), "s", "How long ago the entry that is being handled was logged; 0 when everything there is was handled.");
    }

    /// <inheritdoc/>
    public void Committed(IReadOnlyList<Effect> effects, TimeSpan duration)
    {
        _commitDuration.Record(duration.TotalSeconds);
        if (!_effects.Enabled && !_bans.Enabled)
            return;
        foreach (Effect effect in effects)
        {
            _effects.Add(1, new KeyValuePair<string, object?>("pyruse.effect.kind", effect.Kind));
            if (effect is BanEffect ban)
                _bans.Add(1, new TagList { { "pyruse.ban.firewall", ban.Firewall == Firewall.Nft ? "nft" : "ipset" }, { "pyruse.ban.set", ban.Set } });
        }
    }

    /// <inheritdoc/>
    public void StepFailed(WorkflowStep step)
    {
        // Failures are read from the engine's own count.
    }

    public void Dispose() => _meter.Dispose();

    private static double Lag(EngineProgress progress, TimeProvider time)
    {
        if (progress.IsDrained || progress.LastEntryTime == 0)
            return 0;
        return Math.Max(0, (time.GetUtcNow() - Entries.EntryTime.ToUtc(progress.LastEntryTime)).TotalSeconds);
    }
}
