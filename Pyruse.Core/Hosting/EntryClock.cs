using Pyruse.Core.Entries;
using Pyruse.Core.Frequency;

namespace Pyruse.Core.Hosting;

/// <summary>Knows up to which moment of entry time everything was handled, and has walked what came due until then.</summary>
/// <remarks>
/// <para>
/// Time passes with the entries of a source: before one is walked, everything that was due before its time is. Of several sources the one that is least far counts.
/// Live, time also passes while no entries come: when a source that was read to its end stays quiet, it has brought all there was up to
/// <see cref="Allowance"/> ago. In a replay, and in a source that ends, it does not: nobody knows what comes after the last entry.
/// </para>
/// <para>Used on the engine's thread. All times are microseconds since 1970-01-01 UTC.</para>
/// </remarks>
/// <param name="watch">Knows what is due.</param>
/// <param name="walker">Walks notices of it.</param>
/// <param name="time">The clock on the wall.</param>
/// <param name="isReplay">Whether only the times of entries count.</param>
internal sealed class EntryClock(FrequencyWatch watch, EntryWalker walker, TimeProvider time, bool isReplay)
{
    /// <summary>So long an entry may be on its way: journald collects for 0.3 s before it tells, lines that belong together are waited for for a second.</summary>
    public static readonly TimeSpan Allowance = TimeSpan.FromSeconds(2);

    /// <summary>Timers know neither of a suspended machine nor of a clock that is set: it is looked at this often.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Between two entries no more notices are walked; further ones come after the next entry, so that a batch has an end.</summary>
    private const int MaxNotices = 10_000;

    private static readonly long AllowanceLength = EntryTime.ToMicroseconds(Allowance);

    private long _started;
    private long _turn;

    private long Now => EntryTime.ToMicroseconds(time.GetUtcNow());

    /// <summary>An entry that claims to be from the future must not make time pass.</summary>
    private long Latest => isReplay ? long.MaxValue - 1 : _turn + AllowanceLength;

    /// <summary>Whether there is anything to watch.</summary>
    public bool IsNeeded => watch.IsNeeded;

    /// <summary>Whether something may be due before a moment, or expectations are still to be told when they begin.</summary>
    public bool IsDueBefore(long moment) => moment > watch.Next;

    /// <summary>Says that the engine begins to read.</summary>
    public void Start() => _started = _turn = Now;

    /// <summary>Says that all sources are read now, one after the other.</summary>
    public void BeginTurn() => _turn = IsNeeded ? Now : 0;

    /// <summary>Says which source is read now.</summary>
    /// <param name="source">The source.</param>
    /// <param name="open">All that have not ended.</param>
    public void Attend(EngineSource source, IReadOnlyList<EngineSource> open)
    {
        if (!IsNeeded)
            return;
        long horizon = Latest;
        foreach (EngineSource other in open)
        {
            if (other != source || !source.Source.IsInOrder)
                horizon = Math.Min(horizon, other.SettledUpTo);
        }
        watch.Horizon = horizon;
    }

    /// <summary>Walks what is due before an entry.</summary>
    /// <param name="entryTime">The time of the entry.</param>
    public void PassTo(long entryTime)
    {
        if (!watch.IsArmed)
            watch.Arm(Math.Min(entryTime, Latest));
        WalkNotices(Math.Min(entryTime, watch.Horizon));
    }

    /// <summary>Walks what an entry caused at its own moment.</summary>
    public void WalkCaused()
    {
        if (watch.HasNotices)
            WalkNotices(long.MinValue);
    }

    /// <summary>Says that the notice whose walk another thread did not end has been walked.</summary>
    public void CarryOn() => watch.Depth = -1;

    /// <summary>Says that a source was read to its end at this turn, and has nothing more for the moment.</summary>
    public void NoteQuiet(EngineSource source)
    {
        if (!isReplay)
            source.QuietUpTo = _turn - AllowanceLength + 1;
    }

    /// <summary>Lets time pass to where all sources are, and walks what is due.</summary>
    /// <param name="open">All sources that have not ended, and are quiet.</param>
    /// <returns>Whether anything was done.</returns>
    public bool Settle(IReadOnlyList<EngineSource> open)
    {
        if (!IsNeeded || isReplay)
            return false;
        bool isFirst = !watch.IsArmed;
        if (isFirst)
            watch.Arm(_started);
        long until = Math.Min(open.Min(static source => source.SettledUpTo), Latest);
        watch.Horizon = until;
        return (watch.Next < until && WalkNotices(until) > 0) || isFirst;
    }

    /// <summary>Lets time pass to the last entry of all sources, and walks what is due.</summary>
    /// <param name="sources">All sources.</param>
    /// <returns>Whether anything was done.</returns>
    public bool SettleEnd(IReadOnlyList<EngineSource> sources)
    {
        if (!IsNeeded || !watch.IsArmed)
            return false;
        long last = Math.Min(sources.Max(static source => source.EndedAt), Latest);
        watch.Horizon = last;
        return last > long.MinValue && watch.Next <= last && WalkNotices(last + 1) > 0;
    }

    /// <summary>How long to wait at most until something may be due.</summary>
    public TimeSpan Patience(TimeSpan longest)
    {
        if (isReplay || watch.Next is long.MaxValue or long.MinValue)
            return longest;
        // A timer that fires within the last millisecond would be too early.
        var wait = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((watch.Next + AllowanceLength - Now) / 1000.0)));
        wait = wait < LongestWait ? wait : LongestWait;
        return longest != Timeout.InfiniteTimeSpan && longest < wait ? longest : wait;
    }

    private int WalkNotices(long until)
    {
        int walked = 0;
        while (walked < MaxNotices && watch.TryTake(until, out Notice? notice))
        {
            walked++;
            watch.Depth = notice.Depth;
            walker.Walk(notice);
            watch.Depth = -1;
        }
        return walked;
    }
}
