namespace Pyruse.Core.Configuration.Toml;

/// <summary>Builds the tables of a document and keeps the rules about what may be defined where, and once only.</summary>
/// <remarks>Errors are reported at the part of the key that is to blame, with the line of the definition that came first.</remarks>
internal sealed class TomlTree(BoundedErrors errors, SourcePosition begin)
{
    private readonly Dictionary<ConfigTable, Definition> _definitions = [];
    private readonly HashSet<ConfigArray> _arraysOfTables = [];

    /// <summary>The document.</summary>
    public ConfigTable Root { get; } = new(begin);

    /// <summary>The table that the keys after the last header belong to.</summary>
    public ConfigTable Current { get; private set; } = new(begin);

    /// <summary>The level that <see cref="Current"/> lies on; the document lies on level 0.</summary>
    public int CurrentDepth { get; private set; }

    /// <summary>Makes the document the current table.</summary>
    public void OpenRoot() => (Current, CurrentDepth) = (Root, 0);

    /// <summary>Makes a table current that is not in the document, to take the keys after a faulty header.</summary>
    public void OpenNowhere() => (Current, CurrentDepth) = (new(begin), 0);

    /// <summary>Opens the table of a <c>[header]</c>.</summary>
    public void OpenTable(SourcePosition position, IReadOnlyList<TomlKey> path)
    {
        OpenNowhere();
        if (Descend(position, path) is not var (parent, depth))
            return;
        var key = path[^1];
        if (!parent.TryGet(key.Name, out var entry))
        {
            Enter(Add(parent, key, position, Origin.Header), depth + 1, key);
            return;
        }

        if (entry.Value is ConfigTable table && _definitions.TryGetValue(table, out var definition) && definition.Origin == Origin.Path)
        {
            _definitions[table] = new(Origin.Header, key.Position);
            Enter(table, depth + 1, key);
            return;
        }

        errors.Report(key.Position, Clash(path, path.Count, entry, entry.Value is ConfigArray array && _arraysOfTables.Contains(array)
            ? $"open a new table of the list with [[{Plain(path)}]]"
            : "join the two, or rename one of them"));
    }

    /// <summary>Opens a new table at the end of the list of a <c>[[header]]</c>.</summary>
    public void OpenListedTable(SourcePosition position, IReadOnlyList<TomlKey> path)
    {
        OpenNowhere();
        if (Descend(position, path) is not var (parent, depth))
            return;
        var key = path[^1];
        ConfigArray? array;
        if (!parent.TryGet(key.Name, out var entry))
        {
            array = new(position);
            parent.TryAdd(key.Name, key.Position, array);
            _arraysOfTables.Add(array);
        }
        else
        {
            array = entry.Value as ConfigArray;
            if (array is null || !_arraysOfTables.Contains(array))
            {
                errors.Report(key.Position, Clash(path, path.Count, entry, "write all its values in one place, or rename one of the two"));
                return;
            }
        }

        var table = new ConfigTable(position);
        array.Add(table);
        _definitions[table] = new(Origin.Header, key.Position);
        Enter(table, depth + 2, key);
    }

    /// <summary>Gives a key in a table its value, defining the tables that a dotted key names.</summary>
    public void Assign(ConfigTable table, IReadOnlyList<TomlKey> path, ConfigNode value)
    {
        for (var index = 0; index < path.Count - 1; index++)
        {
            var part = path[index];
            if (!table.TryGet(part.Name, out var known))
            {
                table = Add(table, part, part.Position, Origin.DottedKey);
                continue;
            }

            if (known.Value is not ConfigTable next || !_definitions.TryGetValue(next, out var definition) || definition.Origin == Origin.Header)
            {
                errors.Report(part.Position, Clash(path, index + 1, known, "a dotted key cannot add to it: write the key where the first one is defined"));
                return;
            }

            if (definition.Origin == Origin.Path)
                _definitions[next] = new(Origin.DottedKey, part.Position);
            table = next;
        }

        var key = path[^1];
        if (table.TryGet(key.Name, out var first))
            errors.Report(key.Position, Clash(path, path.Count, first, "remove or rename one of them"));
        else
            table.TryAdd(key.Name, key.Position, value);
    }

    /// <summary>Walks to the table that holds the last part of a header, making the tables on the way.</summary>
    private (ConfigTable Table, int Depth)? Descend(SourcePosition position, IReadOnlyList<TomlKey> path)
    {
        var (table, depth) = (Root, 0);
        for (var index = 0; index < path.Count - 1; index++)
        {
            var part = path[index];
            depth++;
            if (!table.TryGet(part.Name, out var entry))
            {
                table = Add(table, part, position, Origin.Path);
                continue;
            }

            if (entry.Value is ConfigArray array && _arraysOfTables.Contains(array))
            {
                table = (ConfigTable)array.Items[^1];
                depth++;
            }
            else if (entry.Value is ConfigTable next && _definitions.ContainsKey(next))
                table = next;
            else
            {
                errors.Report(part.Position, Clash(path, index + 1, entry, "a header cannot add to it: write all of it in one place"));
                return null;
            }
        }

        return (table, depth);
    }

    private ConfigTable Add(ConfigTable parent, TomlKey key, SourcePosition position, Origin origin)
    {
        var table = new ConfigTable(position);
        parent.TryAdd(key.Name, key.Position, table);
        _definitions[table] = new(origin, key.Position);
        return table;
    }

    private void Enter(ConfigTable table, int depth, TomlKey key)
    {
        if (depth > TomlReader.MaximumDepth)
            errors.Report(key.Position, $"The table lies more than {TomlReader.MaximumDepth} levels deep; nest fewer tables.");
        else
            (Current, CurrentDepth) = (table, depth);
    }

    private string Clash(IReadOnlyList<TomlKey> path, int count, ConfigEntry first, string remedy)
    {
        var (what, line) = first.Value switch
        {
            ConfigTable table when _definitions.TryGetValue(table, out var definition) => (Describe(definition.Origin), definition.Place.Line),
            ConfigTable => ("an inline table", first.KeyPosition.Line),
            ConfigArray array when _arraysOfTables.Contains(array) => ("a list of tables", first.KeyPosition.Line),
            _ => (first.Value.Description, first.KeyPosition.Line),
        };
        return $"The key {TomlKeys.Describe(path.Take(count))} is already {what} since line {line}; {remedy}.";
    }

    private static string Describe(Origin origin) => origin switch
    {
        Origin.Header => "a table with a header",
        Origin.DottedKey => "a table made by dotted keys",
        _ => "a table",
    };

    private static string Plain(IReadOnlyList<TomlKey> path) => TomlKeys.Describe(path)[1..^1];

    /// <summary>How a table came to be; tables that are not in <see cref="_definitions"/> are inline tables and complete.</summary>
    private enum Origin
    {
        /// <summary>Named on the way to another table in a header; may still be defined, once.</summary>
        Path,

        /// <summary>Defined by its own header.</summary>
        Header,

        /// <summary>Defined by dotted keys; headers may add tables below it.</summary>
        DottedKey,
    }

    private readonly record struct Definition(Origin Origin, SourcePosition Place);
}
