using System.Text;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration.Toml;

namespace Pyruse.Core.Configuration.Conversion;

/// <summary>Writes steps as inline tables: each on one line, or, where its lists are long, with their items on lines of their own.</summary>
/// <param name="nameOf">The name that a module has here, by kind and the name that is written.</param>
internal sealed class StepWriter(Func<StepKind, string, string> nameOf)
{
    private const int LongestLine = 140;

    /// <summary>An item longer than this has a line of its own.</summary>
    private const int LongItem = 40;

    /// <summary>A list longer than this is written on several lines if its step does not fit on one.</summary>
    private const int LongList = 60;

    private static readonly string[] OwnKeys = ["filter", "action", "then", "else", "args"];

    /// <summary>Writes a step, with the line end.</summary>
    public string Write(ConfigTable step)
    {
        ConfigEntry kind = step.Entries.First(static entry => entry.Key is "filter" or "action" && entry.Value is ConfigScalar { Value: string });
        string module = (string)((ConfigScalar)kind.Value).Value!;
        var written = new ConfigTable(step.Position);
        var notes = new List<string>();
        written.TryAdd(kind.Key, kind.KeyPosition, new ConfigScalar(kind.Value.Position, nameOf(kind.Key == "filter" ? StepKind.Filter : StepKind.Action, module)));
        ConfigTable arguments = WithoutNulls(ArgumentsOf(step), written, notes);
        // An argument that is called as the step's own keys are stays in its table.
        if (arguments.Entries.Any(static entry => OwnKeys.Contains(entry.Key)))
            written.TryAdd("args", step.Position, arguments);
        else
            AddAll(written, arguments);
        AddAll(written, step, static entry => entry.Key is "then" or "else" && entry.Value is ConfigScalar { Value: string });
        var text = new StringBuilder();
        foreach (string note in notes)
            text.Append("  # ").Append(note).Append('\n');
        return text.Append("  ").Append(Wrapped(written)).Append(",\n").ToString();
    }

    private static void AddAll(ConfigTable table, ConfigTable from, Func<ConfigEntry, bool>? which = null)
    {
        foreach (ConfigEntry entry in from.Entries.Where(entry => which is null || which(entry)))
            table.TryAdd(entry.Key, entry.KeyPosition, entry.Value);
    }

    private static ConfigTable ArgumentsOf(ConfigTable step)
    {
        var arguments = new ConfigTable(step.Position);
        AddAll(arguments, step, static entry => !OwnKeys.Contains(entry.Key));
        if (step.TryGet("args", out ConfigEntry? more))
            AddAll(arguments, (ConfigTable)more.Value);
        return arguments;
    }

    /// <summary>Takes out what TOML has no notation for. A filter that compares with null never passes, and is made one with an empty list.</summary>
    private static ConfigTable WithoutNulls(ConfigTable arguments, ConfigTable step, List<string> notes)
    {
        var rest = new ConfigTable(arguments.Position);
        foreach (ConfigEntry entry in arguments.Entries)
        {
            if (entry.Value is ConfigScalar { Value: null })
            {
                bool isComparison = step.Entries[0].Key == "filter" && entry.Key == "value";
                notes.Add(isComparison ? "It compared with null, which nothing equals: no entry passes." : $"\"{entry.Key}\" was null, which is the same as leaving it out.");
                if (isComparison)
                {
                    rest.TryAdd("values", entry.KeyPosition, new ConfigArray(entry.Value.Position));
                    Rename(step, "in");
                }
            }
            else
            {
                rest.TryAdd(entry.Key, entry.KeyPosition, WithoutNulls(entry, notes));
            }
        }
        return rest;
    }

    private static ConfigNode WithoutNulls(ConfigEntry entry, List<string> notes)
    {
        if (entry.Value is not ConfigArray list || !list.Items.Any(static item => item is ConfigScalar { Value: null }))
            return entry.Value;
        notes.Add($"\"{entry.Key}\" had null in it, which nothing equals.");
        var rest = new ConfigArray(list.Position);
        foreach (ConfigNode item in list.Items.Where(static item => item is not ConfigScalar { Value: null }))
            rest.Add(item);
        return rest;
    }

    private static void Rename(ConfigTable step, string module)
    {
        ConfigEntry kind = step.Entries[0];
        step.Replace(kind with { Value = new ConfigScalar(kind.Value.Position, module) });
    }

    private static string Wrapped(ConfigTable step)
    {
        string line = $"{{ {string.Join(", ", step.Entries.Select(static entry => Pair(entry)))} }}";
        return line.Length <= LongestLine ? line : $"{{ {string.Join(", ", step.Entries.Select(static entry => IsLong(entry) ? $"{TomlWriter.Key(entry.Key)} = {Wrapped(entry)}" : Pair(entry)))} }}";
    }

    private static bool IsLong(ConfigEntry entry) => entry.Value is ConfigArray { Items.Count: > 0 } && Pair(entry).Length > LongList;

    private static string Pair(ConfigEntry entry) => $"{TomlWriter.Key(entry.Key)} = {TomlWriter.Value(entry.Value, IsPattern(entry))}";

    private static bool IsPattern(ConfigEntry entry) => entry.Key == "re";

    /// <summary>Writes a list on several lines, long items each on its own.</summary>
    private static string Wrapped(ConfigEntry entry)
    {
        var text = new StringBuilder("[");
        int column = LongestLine;
        foreach (string item in ((ConfigArray)entry.Value).Items.Select(item => TomlWriter.Value(item, IsPattern(entry))))
        {
            if (column + item.Length > LongestLine - 20 || item.Length > LongItem)
            {
                text.Append("\n      ");
                column = 6;
            }
            else
            {
                text.Append(' ');
            }
            text.Append(item).Append(',');
            column += item.Length + 2;
        }
        return text.Append("\n  ]").ToString();
    }
}
