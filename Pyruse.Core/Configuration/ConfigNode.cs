using System.Diagnostics.CodeAnalysis;

namespace Pyruse.Core.Configuration;

/// <summary>A value read from a configuration file, whatever its notation; it knows its place.</summary>
public abstract class ConfigNode(SourcePosition position)
{
    /// <summary>Where the value begins.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>What the value is, for messages: <c>a table</c>, <c>an integer</c>, …</summary>
    public abstract string Description { get; }

    /// <summary>Whether another one says the same, wherever it stands.</summary>
    internal abstract bool IsSameAs(ConfigNode other);
}

/// <summary>A key of a <see cref="ConfigTable"/> with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyPosition">Where the key stands.</param>
/// <param name="Value">The value.</param>
public sealed record ConfigEntry(string Key, SourcePosition KeyPosition, ConfigNode Value);

/// <summary>Keys with values, in the order of the file.</summary>
public sealed class ConfigTable(SourcePosition position) : ConfigNode(position)
{
    private readonly List<ConfigEntry> _entries = [];
    private readonly Dictionary<string, ConfigEntry> _byKey = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Description => "a table";

    /// <summary>The keys with their values, in the order of the file.</summary>
    public IReadOnlyList<ConfigEntry> Entries => _entries;

    /// <summary>Adds a key; gives false and changes nothing when the key is there already.</summary>
    public bool TryAdd(string key, SourcePosition keyPosition, ConfigNode value)
    {
        var entry = new ConfigEntry(key, keyPosition, value);
        if (!_byKey.TryAdd(key, entry))
            return false;
        _entries.Add(entry);
        return true;
    }

    /// <summary>Puts another value in the place of that of a key which is there.</summary>
    internal void Replace(ConfigEntry entry)
    {
        _entries[_entries.FindIndex(other => other.Key == entry.Key)] = entry;
        _byKey[entry.Key] = entry;
    }

    /// <inheritdoc/>
    internal override bool IsSameAs(ConfigNode other) => other is ConfigTable table && table.Entries.Count == _entries.Count
        && _entries.TrueForAll(entry => table.TryGet(entry.Key, out ConfigEntry? like) && entry.Value.IsSameAs(like.Value));

    /// <summary>Gives a table without some of the keys.</summary>
    internal ConfigTable Without(params ReadOnlySpan<string> keys)
    {
        var rest = new ConfigTable(Position);
        foreach (ConfigEntry entry in _entries)
        {
            if (!keys.Contains(entry.Key))
                rest.TryAdd(entry.Key, entry.KeyPosition, entry.Value);
        }
        return rest;
    }

    /// <summary>Finds a key, comparing ordinally.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out ConfigEntry? entry) => _byKey.TryGetValue(key, out entry);
}

/// <summary>A list of values.</summary>
public sealed class ConfigArray(SourcePosition position) : ConfigNode(position)
{
    private readonly List<ConfigNode> _items = [];

    /// <inheritdoc/>
    public override string Description => "a list";

    /// <summary>The values, in the order of the file.</summary>
    public IReadOnlyList<ConfigNode> Items => _items;

    /// <summary>Adds a value at the end.</summary>
    public void Add(ConfigNode item) => _items.Add(item);

    /// <inheritdoc/>
    internal override bool IsSameAs(ConfigNode other) => other is ConfigArray list && list.Items.Count == _items.Count && _items.Zip(list.Items).All(static pair => pair.First.IsSameAs(pair.Second));
}

/// <summary>A single value.</summary>
/// <param name="position">Where the value begins.</param>
/// <param name="value">
/// A <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/>, <see cref="DateTime"/>,
/// <see cref="DateOnly"/>, <see cref="TimeOnly"/>, or null (JSON only).
/// </param>
public sealed class ConfigScalar(SourcePosition position, object? value) : ConfigNode(position)
{
    /// <summary>The value; see the constructor for its types.</summary>
    public object? Value { get; } = value;

    /// <inheritdoc/>
    public override string Description => Value switch
    {
        null => "null",
        string => "a text",
        long => "an integer",
        double => "a real number",
        bool => "true or false",
        DateTimeOffset or DateTime => "a date with time",
        DateOnly => "a date",
        TimeOnly => "a time of day",
        _ => Value.GetType().Name,
    };

    /// <inheritdoc/>
    internal override bool IsSameAs(ConfigNode other) => other is ConfigScalar scalar && Equals(scalar.Value, Value);
}
