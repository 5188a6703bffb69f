using Pyruse.Core.Effects;

namespace Pyruse.Core.State;

/// <summary>Address translations in memory, found by hash on the parts that some step looks them up by.</summary>
/// <remarks>Used on the engine's thread. All times are microseconds since 1970-01-01 UTC.</remarks>
internal sealed class TranslationTable
{
    /// <summary>A flood of connections must not fill the memory: the oldest translations go first.</summary>
    public const int Capacity = 100_000;

    private readonly Dictionary<TranslationParts, Dictionary<TranslatedConnection, Remembered>> _indexes = [];
    private readonly Queue<AddressTranslation> _inOrder = new();

    public void Prepare(TranslationParts parts)
    {
        if (_indexes.ContainsKey(parts))
            return;
        var index = new Dictionary<TranslatedConnection, Remembered>();
        _indexes.Add(parts, index);
        foreach (AddressTranslation translation in _inOrder)
            Remember(index, parts, translation);
    }

    public void Add(AddressTranslation translation, long now)
    {
        Expire(now);
        if (_inOrder.Count == Capacity)
            Forget(_inOrder.Dequeue());
        _inOrder.Enqueue(translation);
        foreach ((TranslationParts parts, var index) in _indexes)
            Remember(index, parts, translation);
    }

    public AddressTranslation? Find(TranslationParts parts, TranslatedConnection seen, long now)
    {
        Expire(now);
        Remembered? remembered = _indexes[parts].GetValueOrDefault(seen.Only(parts));
        while (remembered is not null && remembered.Translation.Until <= now)
            remembered = remembered.Older;
        return remembered?.Translation;
    }

    private static void Remember(Dictionary<TranslatedConnection, Remembered> index, TranslationParts parts, AddressTranslation translation)
    {
        TranslatedConnection key = translation.Seen.Only(parts);
        Remembered? older = index.GetValueOrDefault(key);
        // One that ends no later can never be found again.
        while (older is not null && older.Translation.Until <= translation.Until)
            older = older.Older;
        index[key] = new Remembered(translation, older);
    }

    private void Expire(long now)
    {
        // In the order of capture: one that is kept longer holds back later ones, which Find skips by their own time.
        while (_inOrder.TryPeek(out AddressTranslation? oldest) && oldest.Until <= now)
            Forget(_inOrder.Dequeue());
    }

    private void Forget(AddressTranslation translation)
    {
        foreach ((TranslationParts parts, var index) in _indexes)
        {
            TranslatedConnection key = translation.Seen.Only(parts);
            if (index.TryGetValue(key, out Remembered? newest) && ReferenceEquals(newest.Translation, translation))
                index.Remove(key);
        }
    }

    /// <summary>A translation, and the one found once it has expired.</summary>
    private sealed record Remembered(AddressTranslation Translation, Remembered? Older);
}
