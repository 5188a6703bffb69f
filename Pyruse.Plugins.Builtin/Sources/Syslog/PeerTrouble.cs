using Microsoft.Extensions.Logging;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>Says what goes wrong with peers, which anybody on the network can cause at will: each kind at most once a minute. Safe for use by several threads.</summary>
internal sealed class PeerTrouble(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Since, int Kept)> _kinds = [];

    /// <summary>Says a sentence, unless one of its kind was said within the last minute.</summary>
    /// <param name="kind">What kind of trouble it is: few different ones.</param>
    /// <param name="sentence">The sentence.</param>
    public void Say(string kind, string sentence)
    {
        int kept;
        lock (_lock)
        {
            if (_kinds.TryGetValue(kind, out (long Since, int Kept) said) && time.GetElapsedTime(said.Since) < Interval)
            {
                _kinds[kind] = said with { Kept = said.Kept + 1 };
                return;
            }
            kept = said.Kept;
            _kinds[kind] = (time.GetTimestamp(), 0);
        }
        logger.LogWarning("{Problem}{Others}", sentence, kept > 0 ? $" The same happened {kept} times since it was last said." : "");
    }
}
