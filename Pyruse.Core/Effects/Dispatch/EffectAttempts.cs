using Microsoft.Extensions.Logging;

namespace Pyruse.Core.Effects.Dispatch;

/// <summary>Decides when an effect that fails is tried again and when it is given up, and what the administrator is told: what is new, and else once an hour.</summary>
internal sealed class EffectAttempts(EffectLane lane, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    private TimeSpan _delay = FirstDelay;
    private long? _firstFailure;
    private long _lastWord;
    private string _lastProblem = "";
    private int _failures;

    /// <summary>Judges an attempt.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="origin">Where the effect comes from.</param>
    /// <param name="count">How many effects were carried out at once.</param>
    /// <returns>How long to wait before the next attempt; null: there is none, the effect is done or given up.</returns>
    public TimeSpan? Next(EffectResult result, EffectOrigin origin, int count)
    {
        TimeSpan? delay = Judge(result, origin, count);
        if (delay is null)
            lane.Trouble = null;
        else if (result.Outcome != EffectOutcome.HeldBack)
            lane.Trouble = new(lane.Target, lane.Trouble?.Since ?? time.GetUtcNow(), result.Problem);
        return delay;
    }

    private TimeSpan? Judge(EffectResult result, EffectOrigin origin, int count)
    {
        switch (result.Outcome)
        {
            case EffectOutcome.Done:
                if (_failures > 0)
                    logger.LogInformation("An effect ({Target}) of chain \"{Chain}\" is carried out at last, after {Failures} failures.", lane.Target, origin.Chain, _failures);
                return null;
            case EffectOutcome.HeldBack:
                return result.Delay;
            case EffectOutcome.GivenUp:
                return GiveUp(result, origin, count);
            default:
                _failures++;
                _firstFailure ??= time.GetTimestamp();
                return time.GetElapsedTime(_firstFailure.Value) > lane.Handler.Patience ? GiveUp(result, origin, count) : TryAgain(result, origin);
        }
    }

    private TimeSpan? GiveUp(EffectResult result, EffectOrigin origin, int count)
    {
        logger.LogError(
            "An effect ({Target}) of chain \"{PYRUSE_CHAIN}\", step {PYRUSE_STEP}{Others} is given up: {Problem} Entry: {PYRUSE_CURSOR}",
            lane.Target, origin.Chain, origin.Step + 1, count > 1 ? $" (and {count - 1} others with it)" : "", result.Problem, origin.Cursor);
        return null;
    }

    private TimeSpan TryAgain(EffectResult result, EffectOrigin origin)
    {
        // A problem that changes is news: the server is up again, but refuses the login.
        if (result.Problem != _lastProblem || time.GetElapsedTime(_lastWord) >= Reminder)
        {
            logger.LogWarning(
                "An effect ({Target}) of chain \"{PYRUSE_CHAIN}\", step {PYRUSE_STEP} failed and is tried again: {Problem}", lane.Target, origin.Chain, origin.Step + 1, result.Problem);
            (_lastProblem, _lastWord) = (result.Problem, time.GetTimestamp());
        }
        TimeSpan delay = _delay;
        _delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        return delay;
    }
}
