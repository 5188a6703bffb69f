namespace Pyruse.Core.Frequency;

/// <summary>Watches that a counter is raised often enough: for any key, or for each of some.</summary>
internal sealed class Expectation : IRaiseObserver
{
    private readonly Dictionary<string, ExpectedKey> _byKey = new(StringComparer.Ordinal);
    private readonly ExpectedKey? _any;

    /// <param name="definition">What is expected.</param>
    /// <param name="order">The place among all deadlines; each key takes one.</param>
    /// <param name="onChange">Told of each key whose state has changed.</param>
    public Expectation(ExpectDefinition definition, int order, Action<ExpectedKey> onChange)
    {
        if (definition.Keys is null)
            _any = new ExpectedKey(definition, null, onChange) { Order = order };
        foreach (string key in definition.Keys ?? [])
            _byKey.TryAdd(key, new ExpectedKey(definition, key, onChange) { Order = order++ });
    }

    /// <summary>What is watched one by one.</summary>
    public IEnumerable<ExpectedKey> Keys => _any is null ? _byKey.Values : [_any];

    public Notice? Raised(string counter, string key, long time, DeadlineQueue deadlines)
    {
        if ((_any ?? _byKey.GetValueOrDefault(key)) is not { } expected)
            return null;
        Notice? notice = expected.Raised(time);
        deadlines.Note(expected);
        return notice;
    }
}
