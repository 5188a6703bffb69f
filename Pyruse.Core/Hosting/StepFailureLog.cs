using Microsoft.Extensions.Logging;
using Pyruse.Core.Chains;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Hosting;

/// <summary>Writes failures of steps to the log, each step at most once a minute, so that hostile entries can't flood the journal.</summary>
/// <remarks>Used on the engine's thread.</remarks>
internal sealed class StepFailureLog(ILogger logger, TimeProvider time, StateBatch batch, IEngineMetrics? metrics = null) : IStepFailures
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<WorkflowStep, Record> _records = [];

    /// <summary>How many failures there were in all.</summary>
    public long Count { get; private set; }

    public void Report(WorkflowStep step, LogEntry entry, Exception failure)
    {
        Record record = Add(step, entry.RealtimeMicroseconds);
        long now = time.GetTimestamp();
        if (record.LastLogged is { } last && time.GetElapsedTime(last, now) < Interval)
        {
            record.Suppressed++;
            return;
        }
        string more = record.Suppressed > 0 ? $" ({record.Suppressed} more failures of this step since the last message.)" : "";
        logger.LogWarning(
            "At {Position}, chain \"{PYRUSE_CHAIN}\", step {PYRUSE_STEP} ({Module}) failed: {Problem}{More} Entry: {PYRUSE_CURSOR}",
            step.Position, step.Chain, step.Index + 1, step.Module, Describe(failure), more, entry.Cursor);
        record.LastLogged = now;
        record.Suppressed = 0;
    }

    /// <summary>Counts a failure, which is written to the log elsewhere.</summary>
    /// <param name="step">The step.</param>
    /// <param name="entryTime">The time of the entry in microseconds since 1970-01-01 UTC.</param>
    public Record Add(WorkflowStep step, long entryTime)
    {
        Count++;
        metrics?.StepFailed(step);
        if (!_records.TryGetValue(step, out Record? record))
            _records.Add(step, record = new Record(ActivityCount.NameOfStep(step.Chain, step.Index)));
        batch.CountActivity(entryTime, ActivityKind.Failure, record.Name);
        return record;
    }

    /// <summary>Own sentences as they are; an unexpected exception with its type, because its message alone may say little.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        Modules.StepException or FormatException => failure.Message,
        System.Text.RegularExpressions.RegexMatchTimeoutException timeout =>
            $"the regular expression took longer than {Configuration.Durations.Format(timeout.MatchTimeout)}; make it simpler, so that it runs in linear time.",
        _ => $"{failure.Message} ({failure.GetType().Name})",
    };

    /// <summary>What is known of a step that failed.</summary>
    internal sealed class Record(string name)
    {
        /// <summary>Under which name the step's failures are counted: made once, not for every failure of a hostile flood.</summary>
        public string Name => name;

        public long? LastLogged { get; set; }

        public long Suppressed { get; set; }
    }
}
