using System.Text;
using Pyruse.Core.Configuration.Json;
using Pyruse.Core.Configuration.Toml;

namespace Pyruse.Core.Configuration;

/// <summary>Reads a configuration from files: the main one in either notation, and what lies in <c>conf.d</c> beside it.</summary>
public static class ConfigurationFile
{
    /// <summary>Lists whose items are added up when several files have them; any other value of a later file replaces the earlier one.</summary>
    private static readonly string[] AddedUp = ["chain", "source", "expect", "pair"];

    /// <summary>Reads a configuration.</summary>
    /// <param name="path">The main file; <c>.json</c> is the original program's notation, anything else TOML.</param>
    /// <param name="diagnostics">Takes all mistakes and warnings.</param>
    /// <returns>What could be understood, so that its modules can be checked too; null when nothing could. Use it only if there are no errors.</returns>
    public static PyruseConfiguration? Read(string path, DiagnosticBag diagnostics) => Read(path, diagnostics, isWhole: true);

    /// <summary>Reads a configuration that code may add chains to.</summary>
    /// <param name="path">The main file, as above.</param>
    /// <param name="diagnostics">Takes all mistakes and warnings.</param>
    /// <param name="isWhole">Whether there will be no other chains, so that the links between them can be checked.</param>
    internal static PyruseConfiguration? Read(string path, DiagnosticBag diagnostics, bool isWhole)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (string.IsNullOrWhiteSpace(path))
        {
            diagnostics.Error(new("--config", 0, 0), "The name of the configuration file is empty; name one.");
            return null;
        }
        ConfigTable? root = ReadTable(path, diagnostics);
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] parts = [.. PartsBeside(directory, diagnostics)];
        foreach (string part in parts)
        {
            if (ReadTable(part, diagnostics) is { } table && root is not null)
                root = Merge(root, table);
        }
        return root is null ? null : new ConfigurationReader(path, directory, diagnostics).Read(root, isWhole) with { Files = [path, .. parts] };
    }

    /// <summary>Reads a configuration from a text; its chains' links are not checked.</summary>
    /// <param name="name">What the text is called in messages; <c>.json</c> at its end is the original program's notation, anything else TOML.</param>
    /// <param name="text">The text.</param>
    /// <param name="directory">The directory that relative paths start from.</param>
    /// <param name="diagnostics">Takes all mistakes and warnings.</param>
    internal static PyruseConfiguration? Parse(string name, string text, string directory, DiagnosticBag diagnostics) =>
        Parse(name, Encoding.UTF8.GetBytes(text), diagnostics) is { } root ? new ConfigurationReader(name, directory, diagnostics).Read(root, isWhole: false) : null;

    private static IEnumerable<string> PartsBeside(string directory, DiagnosticBag diagnostics)
    {
        string parts = Path.Combine(directory, "conf.d");
        try
        {
            return Directory.Exists(parts) ? Directory.GetFiles(parts, "*.toml").Order(StringComparer.Ordinal) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(new(parts, 0, 0), $"The directory can't be read: {exception.Message}");
            return [];
        }
    }

    /// <summary>Reads a file; why it can't be read goes to the diagnostics.</summary>
    public static byte[]? ReadBytes(string path, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        var whole = new SourcePosition(path, 0, 0);
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            diagnostics.Error(whole, "There is no such file. Name the configuration with --config FILE or the variable PYRUSE_CONFIG.");
            return null;
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            diagnostics.Error(whole, "This is a directory; name the configuration file in it.");
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            diagnostics.Error(whole, "The file may not be read by this user; change its permissions, or run as a user who may read it.");
            return null;
        }
        catch (IOException exception)
        {
            diagnostics.Error(whole, $"The file can't be read: {exception.Message}");
            return null;
        }
    }

    private static ConfigTable? ReadTable(string path, DiagnosticBag diagnostics) => ReadBytes(path, diagnostics) is { } content ? Parse(path, content, diagnostics) : null;

    private static ConfigTable? Parse(string name, byte[] content, DiagnosticBag diagnostics) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        ? JsonConfigReader.Read(name, content, diagnostics)
        : TomlReader.Read(name, content, diagnostics);

    private static ConfigTable Merge(ConfigTable first, ConfigTable second)
    {
        var merged = new ConfigTable(first.Position);
        foreach (ConfigEntry entry in first.Entries)
        {
            ConfigNode value = second.TryGet(entry.Key, out ConfigEntry? other) ? MergeValues(entry, other) : entry.Value;
            merged.TryAdd(entry.Key, entry.KeyPosition, value);
        }
        foreach (ConfigEntry entry in second.Entries)
            merged.TryAdd(entry.Key, entry.KeyPosition, entry.Value);
        return merged;
    }

    private static ConfigNode MergeValues(ConfigEntry first, ConfigEntry second)
    {
        switch (first.Value, second.Value)
        {
            case (ConfigTable a, ConfigTable b):
                return Merge(a, b);
            case (ConfigArray a, ConfigArray b) when AddedUp.Contains(first.Key):
                var sum = new ConfigArray(a.Position);
                foreach (ConfigNode item in a.Items.Concat(b.Items))
                    sum.Add(item);
                return sum;
            default:
                return second.Value;
        }
    }
}
