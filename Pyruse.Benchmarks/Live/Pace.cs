namespace Pyruse.Benchmarks.Live;

/// <summary>Does something at an even rate, and makes up for what it is late.</summary>
internal static class Pace
{
    private const int MillisecondsPerTick = 2;

    /// <summary>Does something until the time is over or the token cancelled.</summary>
    /// <param name="perSecond">How often a second.</param>
    /// <param name="duration">How long.</param>
    /// <param name="act">Does it; takes how many times it was done before.</param>
    /// <param name="cancellationToken">Ends it sooner.</param>
    /// <returns>How often it was done.</returns>
    public static long Keep(double perSecond, TimeSpan duration, Action<long> act, CancellationToken cancellationToken)
    {
        long begin = TimeProvider.System.GetTimestamp();
        long done = 0;
        for (TimeSpan elapsed = TimeSpan.Zero; elapsed < duration && !cancellationToken.IsCancellationRequested; elapsed = TimeProvider.System.GetElapsedTime(begin))
        {
            for (long due = (long)(elapsed.TotalSeconds * perSecond); done < due; done++)
                act(done);
            cancellationToken.WaitHandle.WaitOne(MillisecondsPerTick);
        }
        return done;
    }
}
