using System.CommandLine;

namespace Pyruse.Manual;

/// <summary>What the value of an option, or an argument, is.</summary>
internal enum ValueKind
{
    Text,
    File,
    Directory,
    Choice,
}

/// <summary>A value on the command line.</summary>
/// <param name="Name">What help calls it, such as FILE or <c>text|json</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Choices">What it may be, if that is a <see cref="ValueKind.Choice"/>.</param>
internal sealed record ValueEntry(string Name, ValueKind Kind, IReadOnlyList<string> Choices)
{
    /// <summary>Knows a value by the name that help has for it.</summary>
    public static ValueEntry Of(string name) => name switch
    {
        "FILE" => new(name, ValueKind.File, []),
        "DIR" => new(name, ValueKind.Directory, []),
        _ when name.Contains('|', StringComparison.Ordinal) => new(name, ValueKind.Choice, name.Split('|')),
        _ => new(name, ValueKind.Text, []),
    };
}

/// <summary>An option.</summary>
/// <param name="Names">Its names, the long one last.</param>
/// <param name="Description">What it does.</param>
/// <param name="Value">The value that follows; null: it is a switch.</param>
internal sealed record OptionEntry(IReadOnlyList<string> Names, string Description, ValueEntry? Value);

/// <summary>An argument.</summary>
/// <param name="Description">What it means.</param>
/// <param name="Value">What it is.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
internal sealed record ArgumentEntry(string Description, ValueEntry Value, bool IsOptional);

/// <summary>A command of the program, as manual and completion see it. What is hidden is left out.</summary>
/// <param name="Path">Its words, such as <c>pyruse bans add</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="Options">Its options.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Commands">The commands below it.</param>
internal sealed record CommandEntry(string Path, string Description, IReadOnlyList<OptionEntry> Options, IReadOnlyList<ArgumentEntry> Arguments, IReadOnlyList<CommandEntry> Commands)
{
    /// <summary>The last word.</summary>
    public string Name => Path[(Path.LastIndexOf(' ') + 1)..];

    /// <summary>This command and all below it.</summary>
    public IEnumerable<CommandEntry> All => Commands.SelectMany(static command => command.All).Prepend(this);

    /// <summary>Describes the whole tree of commands.</summary>
    /// <param name="root">The commands of the program.</param>
    /// <param name="modules">The names of all modules, which <c>modules show</c> takes.</param>
    public static CommandEntry Of(RootCommand root, IEnumerable<string> modules) => Of(root, "pyruse", [.. modules]);

    private static CommandEntry Of(Command command, string path, string[] modules) => new(
        path,
        command.Description ?? "",
        [.. command.Options.Where(static option => !option.Hidden).Select(static option => Of(option))],
        [.. command.Arguments.Where(static argument => !argument.Hidden).Select(argument => Of(argument, path == "pyruse modules show" ? modules : []))],
        [.. command.Subcommands.Where(static below => !below.Hidden).Select(below => Of(below, $"{path} {below.Name}", modules))]);

    private static OptionEntry Of(Option option)
    {
        bool isSwitch = option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0;
        string[] names = [.. option.Aliases.Append(option.Name).Where(static name => name[0] == '-' && name != "-?").OrderBy(static name => name.Length)];
        return new(names, option.Description ?? "", isSwitch ? null : ValueEntry.Of(option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant()));
    }

    private static ArgumentEntry Of(Argument argument, string[] choices)
    {
        ValueEntry value = ValueEntry.Of(argument.HelpName ?? argument.Name.ToUpperInvariant());
        return new(argument.Description ?? "", choices.Length == 0 ? value : value with { Kind = ValueKind.Choice, Choices = choices }, argument.Arity.MinimumNumberOfValues == 0);
    }
}
