using System.Text;

namespace Pyruse.Manual.Completion;

/// <summary>Completion for zsh; see zshcompsys(1), "_arguments".</summary>
internal static class ZshCompletion
{
    public static string Write(CommandEntry root)
    {
        var text = new StringBuilder("#compdef pyruse\n\n");
        foreach (CommandEntry command in root.All)
            Append(text, command);
        text.Append("_pyruse \"$@\"\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, CommandEntry command)
    {
        text.Append($"{Function(command)}() {{\n");
        if (command.Commands.Count > 0)
        {
            text.Append("    local context state state_descr line\n    typeset -A opt_args\n    local -a commands=(\n");
            foreach (CommandEntry below in command.Commands)
                text.Append($"        {Quote($"{below.Name}:{below.Description}")}\n");
            text.Append("    )\n");
        }
        text.Append("    _arguments -s -S");
        foreach (OptionEntry option in command.Options)
            text.Append($" \\\n        {Specification(option)}");
        foreach (ArgumentEntry argument in command.Arguments)
            text.Append($" \\\n        {Quote($"{(argument.IsOptional ? "::" : ":")}{Escape(argument.Value.Name)}:{Values(argument.Value)}")}");
        if (command.Commands.Count > 0)
        {
            text.Append(" \\\n        '1: :->command' '*:: :->below'\n    case $state in\n        command) _describe -t commands command commands ;;\n        below) case $words[1] in\n");
            foreach (CommandEntry below in command.Commands)
                text.Append($"            {below.Name}) {Function(below)} ;;\n");
            text.Append("        esac ;;\n    esac");
        }
        text.Append("\n}\n\n");
    }

    private static string Specification(OptionEntry option)
    {
        string value = option.Value is { } entry ? $":{Escape(entry.Name)}:{Values(entry)}" : "";
        string rest = $"[{Escape(option.Description).Replace("[", @"\[", StringComparison.Ordinal).Replace("]", @"\]", StringComparison.Ordinal)}]{value}";
        return option.Names.Count == 1 ? Quote("*" + option.Names[0] + rest) : $"'*'{{{string.Join(',', option.Names)}}}{Quote(rest)}";
    }

    private static string Values(ValueEntry value) => value.Kind switch
    {
        ValueKind.File => "_files",
        ValueKind.Directory => "_files -/",
        ValueKind.Choice => $"({string.Join(' ', value.Choices)})",
        _ => " ",
    };

    private static string Function(CommandEntry command) => "_" + command.Path.Replace(' ', '_').Replace('-', '_');

    private static string Escape(string text) => text.Replace(":", @"\:", StringComparison.Ordinal);

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
