using System.Text;

namespace Pyruse.Manual.Completion;

/// <summary>Completion for bash; see bash(1), "Programmable Completion". Needs nothing but bash.</summary>
internal static class BashCompletion
{
    public static string Write(CommandEntry root)
    {
        var text = new StringBuilder("""
            # bash completion for pyruse
            _pyruse() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path=pyruse words= values= word i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$path ${COMP_WORDS[i]}" in

            """);
        text.Append($"            {string.Join("|\\\n            ", root.All.Skip(1).Select(static command => Quote(command.Path)))}) path=\"$path ${{COMP_WORDS[i]}}\" ;;\n");
        text.Append("        esac\n    done\n    case \"$path\" in\n");
        foreach (CommandEntry command in root.All)
            Append(text, command);
        text.Append("""
                esac
                case "$values" in
                    FILE) local IFS=$'\n'; COMPREPLY=($(compgen -f -- "$cur")); compopt -o filenames 2>/dev/null ;;
                    DIR) local IFS=$'\n'; COMPREPLY=($(compgen -d -- "$cur")); compopt -o filenames 2>/dev/null ;;
                    TEXT) COMPREPLY=() ;;
                    *) COMPREPLY=($(compgen -W "${values:-$words}" -- "$cur")) ;;
                esac
            }
            complete -F _pyruse pyruse

            """);
        return text.ToString();
    }

    private static void Append(StringBuilder text, CommandEntry command)
    {
        IEnumerable<string> words = command.Commands.Select(static below => below.Name)
            .Concat(command.Arguments.SelectMany(static argument => argument.Value.Choices)).Concat(command.Options.SelectMany(static option => option.Names));
        text.Append($"        {Quote(command.Path)})\n            words={Quote(string.Join(' ', words))}\n");
        // A file is what may stand where no option begins.
        if (command.Arguments.FirstOrDefault(static argument => argument.Value.Kind is ValueKind.File or ValueKind.Directory) is { } file)
            text.Append($"            [[ $cur == -* ]] || values={Values(file.Value)}\n");
        OptionEntry[] valued = [.. command.Options.Where(static option => option.Value is not null)];
        if (valued.Length > 0)
        {
            text.Append("            case \"$prev\" in\n");
            foreach (OptionEntry option in valued)
                text.Append($"                {string.Join('|', option.Names)}) values={Values(option.Value!)} ;;\n");
            text.Append("            esac\n");
        }
        text.Append("            ;;\n");
    }

    private static string Values(ValueEntry value) => value.Kind switch
    {
        ValueKind.File => "FILE",
        ValueKind.Directory => "DIR",
        ValueKind.Choice => Quote(string.Join(' ', value.Choices)),
        _ => "TEXT",
    };

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
