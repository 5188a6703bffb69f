using Microsoft.Extensions.Logging;

namespace Pyruse.Journal;

/// <summary>Finds the place in a journal where reading begins or goes on.</summary>
internal sealed class JournalPosition(JournalReading reading, ILogger logger)
{
    /// <summary>Goes to where reading begins when no position was kept.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="since">Where to begin instead of the configured place, in microseconds since 1970-01-01 UTC.</param>
    /// <returns>Whether the journal stands on the first entry to read, rather than before it.</returns>
    public bool Begin(JournalHandle journal, long? since)
    {
        if (since is { } moment)
            journal.SeekRealtime(moment);
        else if (reading.Start == JournalStart.Boot)
            return SeekBoot(journal);
        else if (reading.Start == JournalStart.Head)
            journal.SeekHead();
        else
            SeekNewest(journal);
        return false;
    }

    /// <summary>Goes to where reading stopped.</summary>
    /// <returns>Whether the journal stands on the first entry to read, rather than before it.</returns>
    public bool Resume(JournalHandle journal, string cursor)
    {
        JournalCursor? kept = JournalCursor.TryParse(cursor);
        if (kept is null || journal.SeekCursor(cursor) < 0)
        {
            logger.LogWarning("The position that was kept for {Journal} is not one of a journal (\"{Cursor}\"); reading goes on at the beginning of this boot.", reading.Location, cursor);
            return SeekBoot(journal);
        }
        if (journal.Next() > 0)
        {
            if (Current(journal) is not { } found || found.IsSameEntry(kept))
                return false;
            // It is new, or follows a gap: it must not be skipped.
            WarnOfGap(kept, found);
            return true;
        }
        if (SeekNewest(journal) is not { } newest || newest.IsSameEntry(kept))
            return false;
        logger.LogWarning("The position that was kept for {Journal} is later than every entry (was the clock set back, or the journal emptied?); reading goes on at the beginning of this boot.", reading.Location);
        return SeekBoot(journal);
    }

    /// <summary>Warns when entries were removed before they could be read, after the set of files has changed.</summary>
    /// <param name="last">The entry read before.</param>
    /// <param name="next">The entry read after it.</param>
    public void WarnOfLoss(JournalCursor last, JournalCursor next)
    {
        // Entries of users, which go to other files, leave gaps as well. As the oldest are removed first, none is lost while the last one read is there.
        if (last.EntriesUpTo(next) is 0 or null || JournalHandle.TryOpen(reading.Location, out JournalHandle? journal) < 0)
            return;
        using (journal)
        {
            if (journal!.SeekCursor(last.Text) < 0 || journal.Next() <= 0 || Current(journal)?.IsSameEntry(last) != true)
                WarnOfGap(last, next);
        }
    }

    private static JournalCursor? Current(JournalHandle journal) => journal.GetCursor(out string? cursor) >= 0 ? JournalCursor.TryParse(cursor!) : null;

    private static JournalCursor? SeekNewest(JournalHandle journal)
    {
        if (journal.SeekTail() >= 0 && journal.Previous() > 0)
            return Current(journal);
        // Without this, the first entries of an empty journal would be passed over.
        journal.SeekHead();
        return null;
    }

    private bool SeekBoot(JournalHandle journal)
    {
        string boot;
        try
        {
            boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim().Replace("-", "", StringComparison.Ordinal);
        }
        catch (IOException exception)
        {
            logger.LogWarning("The id of this boot can't be read ({Problem}); reading begins at the oldest entry.", exception.Message);
            journal.SeekHead();
            return false;
        }
        // The newest entry is asked for first: if this boot has none, all that come after it are of this boot.
        JournalCursor? newest = SeekNewest(journal);
        // Not sd_journal_seek_monotonic_usec(3), which begins at the oldest entry in files that have none of that boot.
        if (journal.SeekFirst($"_BOOT_ID={boot}", out _) > 0)
            return true;
        if (newest is null || journal.SeekCursor(newest.Text) < 0 || journal.Next() <= 0)
            journal.SeekHead();
        return false;
    }

    private void WarnOfGap(JournalCursor last, JournalCursor next)
    {
        ulong? lost = last.EntriesUpTo(next);
        if (lost is null)
            logger.LogWarning("The entry where reading stopped is gone from {Journal}; how many entries were removed before they could be read can't be told.", reading.Location);
        else if (lost > 0)
            logger.LogWarning("The entry where reading stopped is gone from {Journal}: up to {Lost} entries were removed before they could be read.", reading.Location, lost);
    }
}
