namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>Adds one to a counter, for the key that a field holds. While a grace period of that key runs, the count stays zero.</summary>
/// <param name="counter">The counter's name.</param>
/// <param name="for">The field that holds the key: an address, a user, …</param>
/// <param name="keepSeconds">How long this raise counts, in seconds or as "10m": while now &lt; raise + keepSeconds. Left out: until the counter is reset.</param>
/// <param name="save">The field that the resulting count is stored in.</param>
/// <param name="counters">The counters.</param>
[Action("counterRaise")]
public sealed class CounterRaiseAction(string counter, Field @for, ICounters counters, TimeSpan? keepSeconds = null, [Sets] Field? save = null) : IAction
{
    /// <inheritdoc/>
    public void Execute(LogEntry entry)
    {
        int count = counters.Raise(counter, CounterKey.Of(entry, @for), keepSeconds);
        if (save is not null)
            entry.Set(save, count);
    }
}

/// <summary>Takes one from a counter, the youngest raise, for the key that a field holds. It goes not below zero.</summary>
/// <param name="counter">The counter's name.</param>
/// <param name="for">The field that holds the key.</param>
/// <param name="save">The field that the resulting count is stored in.</param>
/// <param name="counters">The counters.</param>
[Action("counterLower")]
public sealed class CounterLowerAction(string counter, Field @for, ICounters counters, [Sets] Field? save = null) : IAction
{
    /// <inheritdoc/>
    public void Execute(LogEntry entry)
    {
        int count = counters.Lower(counter, CounterKey.Of(entry, @for));
        if (save is not null)
            entry.Set(save, count);
    }
}

/// <summary>Sets a counter back to zero, for the key that a field holds, and ignores raises of that key for a while.</summary>
/// <param name="counter">The counter's name.</param>
/// <param name="for">The field that holds the key.</param>
/// <param name="graceSeconds">How long raises are ignored, in seconds or as "10m": while now &lt; reset + graceSeconds. Left out: not at all.</param>
/// <param name="save">The field that the resulting count, zero, is stored in.</param>
/// <param name="counters">The counters.</param>
[Action("counterReset")]
public sealed class CounterResetAction(string counter, Field @for, ICounters counters, TimeSpan? graceSeconds = null, [Sets] Field? save = null) : IAction
{
    /// <inheritdoc/>
    public void Execute(LogEntry entry)
    {
        counters.Reset(counter, CounterKey.Of(entry, @for), graceSeconds);
        if (save is not null)
            entry.Set(save, 0);
    }
}

internal static class CounterKey
{
    /// <summary>A longer text is no sensible key, but would fill the memory.</summary>
    private const int MaxLength = 1024;

    public static string Of(LogEntry entry, Field field)
    {
        FieldValue value = entry.First(field);
        if (!value.HasValue)
            throw new StepException($"The field {field}, whose occurrences are to be counted, is {Words.Describe(value)}.");
        string key = value.Text!;
        return key.Length <= MaxLength ? key : key[..MaxLength];
    }
}
