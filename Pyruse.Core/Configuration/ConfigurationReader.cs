using System.Text;
using Pyruse.Core.Chains;
using Pyruse.Core.Entries;
using Pyruse.Core.Frequency;
using Pyruse.Core.Modules;
using Pyruse.Core.Patterns;

namespace Pyruse.Core.Configuration;

/// <summary>Turns the tables of a file, whatever its notation, into a <see cref="PyruseConfiguration"/>.</summary>
internal sealed class ConfigurationReader
{
    private static readonly string[] Keys =
        ["storage", "encoding", "8bit-message-encoding", "debug", "email", "report", "bans", "nftBan", "ipsetBan", "regex", "plugins", "effects", "journal", "metrics", "source", "chain", "actions", "expect", "pair"];

    private readonly string _file;
    private readonly string _directory;
    private readonly DiagnosticBag _diagnostics;
    private readonly ArgumentBinder _binder;
    private readonly FrequencyReader _frequency;

    public ConfigurationReader(string file, string directory, DiagnosticBag diagnostics)
    {
        _file = file;
        _directory = directory;
        _diagnostics = diagnostics;
        _binder = new(new ArgumentContext(new FieldTable(), LogPatternOptions.Default, directory), Hosting.ServiceTable.Empty, diagnostics);
        _frequency = new(_binder, diagnostics);
    }

    /// <param name="root">The whole of the file.</param>
    /// <param name="isWhole">Whether there will be no other chains, so that the links between them can be checked.</param>
    public PyruseConfiguration Read(ConfigTable root, bool isWhole = true)
    {
        foreach (ConfigEntry entry in root.Entries.Where(static entry => !Keys.Contains(entry.Key)))
            _diagnostics.Error(entry.KeyPosition, $"There is no setting \"{entry.Key}\" at the top of a configuration{OrAll(Suggestion.For(entry.Key, Keys))}");
        var defaults = new PyruseConfiguration { File = _file, Directory = _directory };
        PyruseConfiguration configuration = defaults with
        {
            Storage = Path.Combine(_directory, Scalar(root, "storage", defaults.Storage, "the path of a directory")),
            Encoding = ReadEncoding(root) ?? defaults.Encoding,
            Debug = Scalar(root, "debug", defaults.Debug, "true or false"),
            Email = Section(root, "email", defaults.Email),
            Report = Section(root, "report", defaults.Report),
            Bans = Section(root, "bans", defaults.Bans),
            Nft = Section(root, "nftBan", defaults.Nft),
            Ipset = Section(root, "ipsetBan", defaults.Ipset),
            Regex = Section(root, "regex", defaults.Regex),
            Plugins = Section(root, "plugins", defaults.Plugins),
            Effects = Section(root, "effects", defaults.Effects),
            Journal = Section(root, "journal", defaults.Journal),
            Metrics = Section(root, "metrics", defaults.Metrics),
            Sources = ReadSources(root),
            Chains = ReadChains(root),
            Expects = _frequency.ReadExpects(Tables(root, "expect")),
            Pairs = _frequency.ReadPairs(Tables(root, "pair")),
        };
        EmailCheck.Check(configuration.Email, (key, item) => PositionOf(root, "email", key, item), _diagnostics);
        CheckRange(root, "email", "max_per_hour", configuration.Email.MaxPerHour, 1, 10_000);
        CheckRange(root, "bans", "prefix4", configuration.Bans.Prefix4, 8, 32);
        CheckRange(root, "bans", "prefix6", configuration.Bans.Prefix6, 16, 128);
        if (configuration.Bans.Check is { } check && (check < TimeSpan.FromSeconds(1) || check > TimeSpan.FromDays(1)))
            _diagnostics.Error(PositionOf(root, "bans", "check"), "The key \"check\" of [bans] must be from \"1s\" to \"1d\".");
        CheckRange(root, "report", "max_kilobytes", configuration.Report.MaxKilobytes, 32, 10_240);
        CheckRange(root, "effects", "workers", configuration.Effects.Workers, 1, 64);
        CheckRange(root, "regex", "max_length", configuration.Regex.MaxLength, 256, 16 * 1024 * 1024);
        if (configuration.Regex.Timeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(1) || timeout > TimeSpan.FromSeconds(10)))
            _diagnostics.Error(PositionOf(root, "regex", "timeout"), "The key \"timeout\" of [regex] must be from \"1ms\" to \"10s\".");
        if (configuration.Plugins.StepBudget is { } budget && (budget < TimeSpan.FromMilliseconds(100) || budget > TimeSpan.FromMinutes(10)))
            _diagnostics.Error(PositionOf(root, "plugins", "step_budget"), "The key \"step_budget\" of [plugins] must be from \"100ms\" to \"10m\".");
        CheckMetrics(root, configuration.Metrics);
        if (isWhole)
        {
            ChainCompiler.Check(configuration, _diagnostics, new(_file, 0, 0));
            FrequencyCheck.Check(configuration, _diagnostics);
        }
        return configuration;
    }

    private static string OrAll(string suggestion) => suggestion.Length > 0 ? suggestion : $"; the settings are {string.Join(", ", Keys)}.";

    /// <summary>Finds a value, or an item of a list.</summary>
    private static SourcePosition PositionOf(ConfigTable root, string section, string key, int item = -1)
    {
        if (!root.TryGet(section, out ConfigEntry? entry) || entry.Value is not ConfigTable table)
            return root.Position;
        ConfigNode? value = table.Entries.FirstOrDefault(candidate => Suggestion.Fold(candidate.Key) == Suggestion.Fold(key))?.Value;
        return value is ConfigArray list && item >= 0 && item < list.Items.Count ? list.Items[item].Position : value?.Position ?? table.Position;
    }

    private void CheckRange(ConfigTable root, string section, string key, int value, int min, int max)
    {
        if (value < min || value > max)
            _diagnostics.Error(PositionOf(root, section, key), $"The key \"{key}\" of [{section}] is {value}; it must be from {min} to {max}.");
    }

    private void CheckMetrics(ConfigTable root, MetricsSettings metrics)
    {
        if (metrics.Interval is { } interval && (interval < TimeSpan.FromSeconds(1) || interval > TimeSpan.FromHours(1)))
            _diagnostics.Error(PositionOf(root, "metrics", "interval"), "The key \"interval\" of [metrics] must be from \"1s\" to \"1h\".");
        if (metrics.File is { Extension: not ".prom" } file)
            _diagnostics.Error(PositionOf(root, "metrics", "file"), $"The key \"file\" of [metrics] names {file.FullName}, but node_exporter reads only files that end with .prom; name it so.");
        try
        {
            _ = metrics.EndPoint;
        }
        catch (FormatException exception)
        {
            _diagnostics.Error(PositionOf(root, "metrics", "listen"), exception.Message);
        }
    }

    private T Scalar<T>(ConfigTable root, string key, T otherwise, string expected)
    {
        if (!root.TryGet(key, out ConfigEntry? entry))
            return otherwise;
        if (entry.Value is ConfigScalar { Value: T value })
            return value;
        _diagnostics.Error(entry.Value.Position, $"The setting \"{key}\" must be {expected}, but is {entry.Value.Description}.");
        return otherwise;
    }

    private T Section<T>(ConfigTable root, string key, T otherwise)
        where T : class
    {
        if (!root.TryGet(key, out ConfigEntry? entry))
            return otherwise;
        if (entry.Value is ConfigTable table)
            return _binder.MakeSettings<T>(table, $"section \"{key}\"") ?? otherwise;
        _diagnostics.Error(entry.Value.Position, $"The setting \"{key}\" must be a table, but is {entry.Value.Description}.");
        return otherwise;
    }

    private Encoding? ReadEncoding(ConfigTable root)
    {
        string key = root.TryGet("encoding", out ConfigEntry? entry) ? "encoding" : "8bit-message-encoding";
        if (!root.TryGet(key, out entry))
            return null;
        string name = Scalar(root, key, "iso-8859-1", "the name of an encoding, such as \"iso-8859-15\"");
        try
        {
            return EncodingNames.Find(name);
        }
        catch (FormatException exception)
        {
            _diagnostics.Error(entry.Value.Position, exception.Message);
            return null;
        }
    }

    private List<SourceDefinition> ReadSources(ConfigTable root)
    {
        var sources = new List<SourceDefinition>();
        if (root.TryGet("source", out ConfigEntry? entry) && Items(entry, "[[source]]") is { } items)
        {
            foreach (ConfigTable table in items)
                ReadSource(table, sources);
        }
        if (sources.Count == 0)
            sources.Add(new(new("journal", root.Position), "journal", new ConfigTable(root.Position), root.Position) { IsImplied = true });
        return sources;
    }

    private void ReadSource(ConfigTable table, List<SourceDefinition> sources)
    {
        if (ReadName(table, "type") is not { } type)
        {
            _diagnostics.Error(table.Position, "A source needs the key \"type\", such as type = \"journal\".");
            return;
        }
        string name = ReadName(table, "name")?.Value ?? (sources.Exists(source => source.Name == type.Value) ? $"{type.Value}-{sources.Count + 1}" : type.Value);
        if (sources.Exists(source => source.Name == name))
            _diagnostics.Error(table.Position, $"There are two sources named \"{name}\"; give one another name, because positions are kept by it.");
        sources.Add(new(type, name, table.Without("type", "name", "start"), table.Position) { Start = ReadTarget(table, "start") });
    }

    private List<ChainDefinition> ReadChains(ConfigTable root)
    {
        var chains = new List<ChainDefinition>();
        if (root.TryGet("actions", out ConfigEntry? actions))
        {
            if (actions.Value is not ConfigTable table)
                _diagnostics.Error(actions.Value.Position, $"The setting \"actions\" must be a table of chains, but is {actions.Value.Description}.");
            else
                chains.AddRange(table.Entries.Select(entry => new ChainDefinition(entry.Key, entry.KeyPosition, ReadSteps(entry, entry.Key))));
        }
        if (root.TryGet("chain", out ConfigEntry? chain) && Items(chain, "[[chain]]") is { } items)
        {
            foreach (ConfigTable table in items)
                ReadChain(table, chains);
        }
        return chains;
    }

    private void ReadChain(ConfigTable table, List<ChainDefinition> chains)
    {
        Positioned<string>? name = ReadName(table, "name");
        if (name is null)
            _diagnostics.Error(table.Position, "A chain needs the key \"name\": a text that is unique among the chains.");
        foreach (ConfigEntry entry in table.Entries.Where(static entry => entry.Key is not ("name" or "steps")))
            _diagnostics.Error(entry.KeyPosition, $"A chain has no key \"{entry.Key}\"; it has \"name\" and \"steps\".");
        if (!table.TryGet("steps", out ConfigEntry? steps))
            _diagnostics.Error(table.Position, "A chain needs the key \"steps\": a list of filters and actions.");
        chains.Add(new(name?.Value ?? "", name?.Position ?? table.Position, steps is null ? [PlaceHolder(table.Position)] : ReadSteps(steps, name?.Value ?? "")));
    }

    private List<StepDefinition> ReadSteps(ConfigEntry entry, string chain)
    {
        List<StepDefinition> steps = [.. (Items(entry, chain.Length > 0 ? $"the steps of \"{chain}\"" : "the steps of a chain") ?? []).Select(ReadStep)];
        return steps.Count > 0 || entry.Value is ConfigArray { Items.Count: 0 } ? steps : [PlaceHolder(entry.Value.Position)];
    }

    /// <summary>Stands for a step that was found to be wrong: it exists, so that nothing else is said about its chain.</summary>
    private static StepDefinition PlaceHolder(SourcePosition position) =>
        new(StepKind.Filter, new("", position), new ConfigTable(position), position, null, null);

    private StepDefinition ReadStep(ConfigTable table)
    {
        Positioned<string>? filter = ReadName(table, "filter");
        Positioned<string>? action = ReadName(table, "action");
        if (filter is null == action is null)
        {
            _diagnostics.Error(table.Position, filter is null
                ? $"A step needs one of the keys \"filter\" and \"action\"{Suggestion.OrStop(table.Entries.Count > 0 ? table.Entries[0].Key : "", ["filter", "action"])}"
                : "A step is either a filter or an action, not both; make two steps of it.");
            return PlaceHolder(table.Position) with { Then = ReadTarget(table, "then"), Else = ReadTarget(table, "else") };
        }
        Positioned<string>? otherwise = ReadTarget(table, "else");
        if (action is not null && otherwise is not null)
            _diagnostics.Error(otherwise.Position, "An action has no \"else\": it neither passes nor fails. Take it out, or move it to the filter before.");
        ConfigTable arguments = table.Without("filter", "action", "then", "else", "args");
        if (table.TryGet("args", out ConfigEntry? args))
        {
            if (args.Value is ConfigTable more)
                AddArguments(arguments, more);
            else
                _diagnostics.Error(args.Value.Position, $"\"args\" must be a table of arguments, but is {args.Value.Description}.");
        }
        return new(filter is not null ? StepKind.Filter : StepKind.Action, (filter ?? action)!, arguments, table.Position, ReadTarget(table, "then"), otherwise);
    }

    private void AddArguments(ConfigTable arguments, ConfigTable more)
    {
        foreach (ConfigEntry entry in more.Entries)
        {
            if (!arguments.TryAdd(entry.Key, entry.KeyPosition, entry.Value))
                _diagnostics.Error(entry.KeyPosition, $"The argument \"{entry.Key}\" is given twice, beside the step's name and in \"args\"; keep one.");
        }
    }

    private Positioned<string>? ReadName(ConfigTable table, string key)
    {
        if (!table.TryGet(key, out ConfigEntry? entry) || entry.Value is ConfigScalar { Value: null })
            return null;
        if (entry.Value is ConfigScalar { Value: string { Length: > 0 } text })
            return new(text, entry.Value.Position);
        _diagnostics.Error(entry.Value.Position, $"The key \"{key}\" must be a text that is not empty.");
        return new("", entry.Value.Position);
    }

    private Positioned<string>? ReadTarget(ConfigTable table, string key) => ReadName(table, key) is { Value.Length: > 0 } target ? target : null;

    private List<ConfigTable> Tables(ConfigTable root, string key) => root.TryGet(key, out ConfigEntry? entry) ? Items(entry, $"[[{key}]]") ?? [] : [];

    private List<ConfigTable>? Items(ConfigEntry entry, string what)
    {
        if (entry.Value is not ConfigArray list)
        {
            _diagnostics.Error(entry.Value.Position, $"Expected a list of tables ({what}), but found {entry.Value.Description}.");
            return null;
        }
        foreach (ConfigNode item in list.Items.Where(static item => item is not ConfigTable))
            _diagnostics.Error(item.Position, $"Expected a table in the list ({what}), but found {item.Description}.");
        return [.. list.Items.OfType<ConfigTable>()];
    }
}
