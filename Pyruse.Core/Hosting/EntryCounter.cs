using Pyruse.Core.State;

namespace Pyruse.Core.Hosting;

/// <summary>Counts entries by the slots of their times, at the cost of a comparison each.</summary>
/// <remarks>Used on the engine's thread.</remarks>
internal sealed class EntryCounter(StateBatch batch)
{
    private long _slot = -1;
    private long _count;

    public void Add(long time)
    {
        long slot = ActivityCount.SlotOf(time);
        if (slot != _slot)
        {
            Flush();
            _slot = slot;
        }
        _count++;
    }

    /// <summary>Puts what was counted into the batch.</summary>
    public void Flush()
    {
        if (_count > 0)
            batch.CountActivity(_slot * ActivityCount.SlotLength, ActivityKind.Entry, "", _count);
        _count = 0;
    }
}
