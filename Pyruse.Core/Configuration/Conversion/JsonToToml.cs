using System.Text;
using System.Text.Json;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration.Json;
using Pyruse.Core.Configuration.Toml;

namespace Pyruse.Core.Configuration.Conversion;

/// <summary>Writes a configuration of the original program, <c>pyruse.json</c>, as <c>pyruse.toml</c>, which means the same.</summary>
public static class JsonToToml
{
    private static readonly string[] Lists = ["source", "chain", "expect", "pair"];

    /// <summary>Converts a configuration.</summary>
    /// <param name="file">The file as the user named it, for messages.</param>
    /// <param name="content">The bytes of the file in JSON.</param>
    /// <param name="nameOf">The name that a module has here, by kind and by the name that the file has; null: the prefixes of the original program are taken off.</param>
    /// <param name="diagnostics">Takes the mistakes in it.</param>
    /// <returns>The text in TOML; null when there are mistakes.</returns>
    public static string? Convert(string file, ReadOnlySpan<byte> content, DiagnosticBag diagnostics, Func<StepKind, string, string>? nameOf = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (JsonConfigReader.Read(file, content, diagnostics) is not { } root)
            return null;
        _ = new ConfigurationReader(file, Path.GetDirectoryName(Path.GetFullPath(file))!, diagnostics).Read(root);
        if (diagnostics.HasErrors)
            return null;
        var text = new StringBuilder();
        WriteHead(text, file, HasComments(content));
        foreach (ConfigEntry entry in root.Entries.Where(static entry => entry.Value is ConfigScalar { Value: not null }))
            text.Append(TomlWriter.Pair(entry.Key == "8bit-message-encoding" ? "encoding" : entry.Key, entry.Value)).Append('\n');
        foreach (ConfigEntry entry in root.Entries.Where(static entry => entry.Value is ConfigTable && entry.Key != "actions"))
            WriteSection(text, entry);
        if (!root.TryGet("bans", out _) && HasBans(root))
            WriteBanHint(text);
        foreach (string key in Lists.Where(static key => key != "chain"))
            WriteTables(text, root, key);
        WriteChains(text, root, new StepWriter(nameOf ?? WithoutPrefix));
        return text.ToString();
    }

    private static string WithoutPrefix(StepKind kind, string name)
    {
        string prefix = kind == StepKind.Filter ? "filter_" : "action_";
        return name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;
    }

    private static void WriteHead(StringBuilder text, string file, bool hasComments)
    {
        text.Append("# Made from ").Append(Printable(Path.GetFileName(file))).Append(" by \"pyruse convert\"; it means the same.\n");
        text.Append("# \"pyruse check\" tells what could be better. docs/configuration.md describes all settings.\n");
        if (hasComments)
            text.Append("# The comments of the JSON file are not carried over.\n");
        text.Append('\n');
    }

    private static string Printable(string name) => string.Concat(name.Where(static c => !char.IsControl(c)));

    private static bool HasComments(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(
            content.StartsWith("\uFEFF"u8) ? content[3..] : content,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true, MaxDepth = JsonConfigReader.MaximumDepth });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Comment)
                return true;
        }
        return false;
    }

    private static void WriteSection(StringBuilder text, ConfigEntry section)
    {
        text.Append("\n[").Append(TomlWriter.Key(section.Key)).Append("]\n");
        foreach (ConfigEntry entry in ((ConfigTable)section.Value).Entries.Where(static entry => entry.Value is not ConfigScalar { Value: null }))
            text.Append(TomlWriter.Pair(entry.Key, entry.Value)).Append('\n');
        if (section.Key is "nftBan" or "ipsetBan")
            text.Append("# This section can be left out if the program is in the PATH.\n");
    }

    private static bool HasBans(ConfigTable root) => StepsOf(root).SelectMany(static step => step.Entries)
        .Any(static entry => entry is { Key: "action", Value: ConfigScalar { Value: string module } } && module.EndsWith("Ban", StringComparison.OrdinalIgnoreCase));

    private static void WriteBanHint(StringBuilder text) => text.Append(
        """

        # New here, and worth a look: networks that are never banned, and a firewall table that is made by itself. See docs/bans.md.
        # [bans]
        # never = ["127.0.0.0/8", "::1/128", "192.0.2.0/24"]   # with your own networks
        # manage = true                                       # then the sets of bans are named "inet pyruse NAME"
        # A step's banSeconds may be a list that grows with each ban, such as [600, 3600, 86400]: chains that count bans again for that are no longer needed.

        """);

    private static void WriteTables(StringBuilder text, ConfigTable root, string key)
    {
        if (!root.TryGet(key, out ConfigEntry? list))
            return;
        foreach (ConfigTable table in ((ConfigArray)list.Value).Items.Cast<ConfigTable>())
        {
            text.Append("\n[[").Append(key).Append("]]\n");
            foreach (ConfigEntry entry in table.Entries.Where(static entry => entry.Value is not ConfigScalar { Value: null }))
                text.Append(TomlWriter.Pair(entry.Key, entry.Value)).Append('\n');
        }
    }

    private static void WriteChains(StringBuilder text, ConfigTable root, StepWriter steps)
    {
        foreach ((string name, ConfigArray list) in ChainsOf(root))
        {
            text.Append("\n[[chain]]\nname = ").Append(TomlWriter.Value(new ConfigScalar(list.Position, name))).Append("\nsteps = [\n");
            foreach (ConfigTable step in list.Items.Cast<ConfigTable>())
                text.Append(steps.Write(step));
            text.Append("]\n");
        }
    }

    /// <summary>The chains in their order, in either notation.</summary>
    private static IEnumerable<(string Name, ConfigArray Steps)> ChainsOf(ConfigTable root)
    {
        if (root.TryGet("actions", out ConfigEntry? actions))
        {
            foreach (ConfigEntry chain in ((ConfigTable)actions.Value).Entries)
                yield return (chain.Key, (ConfigArray)chain.Value);
        }
        if (!root.TryGet("chain", out ConfigEntry? list))
            yield break;
        foreach (ConfigTable chain in ((ConfigArray)list.Value).Items.Cast<ConfigTable>())
        {
            chain.TryGet("name", out ConfigEntry? name);
            chain.TryGet("steps", out ConfigEntry? steps);
            yield return ((string)((ConfigScalar)name!.Value).Value!, (ConfigArray)steps!.Value);
        }
    }

    private static IEnumerable<ConfigTable> StepsOf(ConfigTable root) => ChainsOf(root).SelectMany(static chain => chain.Steps.Items.Cast<ConfigTable>());
}
