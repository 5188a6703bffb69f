using Microsoft.Extensions.Logging;

namespace Pyruse.Core.Bans;

/// <summary>Says what is wrong once, and again when it changes or an hour has passed.</summary>
internal sealed class TroubleLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Message, long Said)> _troubles = new(StringComparer.Ordinal);

    /// <summary>Says it.</summary>
    /// <param name="subject">What has trouble: one trouble at a time.</param>
    /// <param name="message">A sentence.</param>
    public void Say(string subject, string message)
    {
        lock (_lock)
        {
            if (_troubles.TryGetValue(subject, out var trouble) && trouble.Message == message && time.GetElapsedTime(trouble.Said) < Interval)
                return;
            _troubles[subject] = (message, time.GetTimestamp());
        }
        logger.LogError("{Problem}", message);
    }

    /// <summary>What is wrong now.</summary>
    public IReadOnlyList<string> Present
    {
        get
        {
            lock (_lock)
                return [.. _troubles.Values.Select(static trouble => trouble.Message)];
        }
    }

    /// <summary>Forgets a trouble that is over; gives whether there was one.</summary>
    public bool End(string subject)
    {
        lock (_lock)
            return _troubles.Remove(subject);
    }
}
