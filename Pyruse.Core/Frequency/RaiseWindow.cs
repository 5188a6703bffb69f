namespace Pyruse.Core.Frequency;

/// <summary>The times of a counter's last raises, as many as are demanded, in order.</summary>
/// <remarks>There are enough raises in a window exactly while the first of these is in it.</remarks>
internal sealed class RaiseWindow(int size)
{
    private readonly long[] _times = new long[size];

    /// <summary>The time of the raise that is the first to be missed.</summary>
    public long First => _times[0];

    /// <summary>The time of the last raise.</summary>
    public long Last => _times[^1];

    /// <summary>The times, oldest first.</summary>
    public IReadOnlyList<long> Times => [.. _times];

    /// <summary>Begins as if there had been enough raises at a moment.</summary>
    public void Fill(long time) => Array.Fill(_times, time);

    /// <summary>Goes on with the times that were kept.</summary>
    /// <returns>False when there are too few of them.</returns>
    public bool TryRestore(IReadOnlyList<long> times)
    {
        if (times.Count < size)
            return false;
        for (int i = 0; i < size; i++)
            _times[i] = times[times.Count - size + i];
        return true;
    }

    /// <summary>Adds a raise; the oldest is forgotten. It need not be the latest.</summary>
    public void Add(long time)
    {
        if (time <= _times[0])
            return;
        int at = size - 1;
        while (_times[at] > time)
            at--;
        Array.Copy(_times, 1, _times, 0, at);
        _times[at] = time;
    }

    /// <summary>How many raises were later than a moment.</summary>
    public int CountAfter(long time)
    {
        int first = 0;
        while (first < size && _times[first] <= time)
            first++;
        return size - first;
    }
}
