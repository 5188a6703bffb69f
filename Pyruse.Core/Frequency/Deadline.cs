namespace Pyruse.Core.Frequency;

/// <summary>Something that comes due at a moment of entry time, unless it is put off before.</summary>
internal abstract class Deadline
{
    /// <summary>When it comes due, in microseconds since 1970-01-01 UTC; <see cref="long.MaxValue"/>: never.</summary>
    public abstract long Due { get; }

    /// <summary>Which of several that are due at the same moment comes first.</summary>
    public required int Order { get; init; }

    /// <summary>The moment that <see cref="DeadlineQueue"/> has it under; it may have been put off since.</summary>
    public long Queued { get; set; } = long.MaxValue;

    /// <summary>Does what is to be done when it is due.</summary>
    /// <param name="until">The moment that everything is handled up to.</param>
    /// <returns>Null: nobody wants to know.</returns>
    public abstract Notice? Elapse(long until);
}

/// <summary>Deadlines in the order in which they come due.</summary>
/// <remarks>
/// Most are put off again and again and rarely come due. That costs nothing: they stay where they were queued, and when that moment comes they are queued anew.
/// </remarks>
internal sealed class DeadlineQueue
{
    private readonly PriorityQueue<Deadline, (long Due, int Order)> _queue = new();

    /// <summary>No deadline is due before this moment.</summary>
    public long First => _queue.TryPeek(out _, out (long Due, int Order) first) ? first.Due : long.MaxValue;

    /// <summary>Takes note of a deadline that has changed.</summary>
    public void Note(Deadline deadline)
    {
        if (deadline.Due >= deadline.Queued)
            return;
        deadline.Queued = deadline.Due;
        _queue.Enqueue(deadline, (deadline.Due, deadline.Order));
    }

    /// <summary>Takes the first deadline that is due before a moment out of the queue; null: there is none.</summary>
    public Deadline? TakeBefore(long moment)
    {
        while (_queue.TryPeek(out Deadline? deadline, out (long Due, int Order) first) && first.Due < moment)
        {
            _queue.Dequeue();
            // It was queued a second time since, for a sooner moment.
            if (deadline.Queued != first.Due)
                continue;
            deadline.Queued = long.MaxValue;
            if (deadline.Due == first.Due)
                return deadline;
            Note(deadline);
        }
        return null;
    }
}
