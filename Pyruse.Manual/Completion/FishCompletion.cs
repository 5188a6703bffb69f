using System.Text;

namespace Pyruse.Manual.Completion;

/// <summary>Completion for fish; see https://fishshell.com/docs/current/completions.html.</summary>
internal static class FishCompletion
{
    public static string Write(CommandEntry root)
    {
        var text = new StringBuilder("""
            # fish completion for pyruse
            function __pyruse_at
                set -l path
                for word in (commandline -opc)[2..]
                    if contains -- "$path $word"
            """);
        text.Append($" {string.Join(' ', root.All.Skip(1).Select(static command => Quote(Below(command))))}\n");
        text.Append("""
                        set path "$path $word"
                    end
                end
                test "$path" = "$argv"
            end
            complete -c pyruse -f

            """);
        foreach (CommandEntry command in root.All)
            Append(text, command);
        return text.ToString();
    }

    private static void Append(StringBuilder text, CommandEntry command)
    {
        string at = $"complete -c pyruse -n {Quote($"__pyruse_at \"{Below(command)}\"")}";
        foreach (CommandEntry below in command.Commands)
            text.Append($"{at} -a {Quote(below.Name)} -d {Quote(below.Description)}\n");
        foreach (ArgumentEntry argument in command.Arguments.Where(static argument => argument.Value.Kind != ValueKind.Text))
            text.Append($"{at}{Values(argument.Value)} -d {Quote(argument.Description)}\n");
        foreach (OptionEntry option in command.Options)
        {
            string names = string.Concat(option.Names.Select(static name => name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}"));
            text.Append($"{at}{names}{(option.Value is { } value ? (value.Kind == ValueKind.File ? " -r" : " -x") + Values(value) : "")} -d {Quote(option.Description)}\n");
        }
    }

    private static string Values(ValueEntry value) => value.Kind switch
    {
        ValueKind.File => " -F",
        ValueKind.Directory => " -a '(__fish_complete_directories)'",
        ValueKind.Choice => $" -a {Quote(string.Join(' ', value.Choices))}",
        _ => "",
    };

    /// <summary>The words of a command below the program's, each after a blank.</summary>
    private static string Below(CommandEntry command) => command.Path["pyruse".Length..];

    private static string Quote(string text) => $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
