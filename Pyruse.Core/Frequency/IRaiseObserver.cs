namespace Pyruse.Core.Frequency;

/// <summary>Told of the raises of a counter.</summary>
internal interface IRaiseObserver
{
    /// <summary>Takes note of a raise.</summary>
    /// <param name="counter">The counter.</param>
    /// <param name="key">The key.</param>
    /// <param name="time">When, in microseconds since 1970-01-01 UTC; not necessarily after the one before.</param>
    /// <param name="deadlines">Where deadlines that change are noted.</param>
    /// <returns>What is to be told at once; null: nothing.</returns>
    Notice? Raised(string counter, string key, long time, DeadlineQueue deadlines);
}
