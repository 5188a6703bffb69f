namespace Pyruse.Manual;

/// <summary>The manual page pyruse(1): the commands as the program knows them, and what docs/cli.md tells beyond.</summary>
internal static class CommandPage
{
    /// <param name="root">The commands.</param>
    /// <param name="version">The version of the program.</param>
    /// <param name="documentation">docs/cli.md.</param>
    public static string Write(CommandEntry root, string version, string documentation)
    {
        int sections = documentation.IndexOf("\n## ", StringComparison.Ordinal);
        var page = new Roff("pyruse", 1, version, "follow the systemd journal: ban, mail, and report once a day");
        page.Section("Synopsis");
        foreach (CommandEntry command in root.Commands)
            page.Paragraph(Synopsis(command));
        page.Section("Description");
        page.Paragraph(root.Description);
        new MarkdownPage(page, static heading => heading == "command").Append(documentation[..sections]);
        page.Section("Commands");
        foreach (CommandEntry command in root.All.Where(static command => command.Commands.Count == 0))
            Describe(page, command);
        new MarkdownPage(page).Append(documentation[sections..]);
        page.Section("Files");
        page.Tagged("/etc/pyruse/pyruse.toml", "The configuration; pyruse.toml(5). What is in `/etc/pyruse/conf.d/*.toml` is added to it.");
        page.Tagged("/var/lib/pyruse", "The state: counters, bans, lines for the report, mails that wait, positions.");
        page.Tagged("/usr/lib/pyruse/plugins", "Plugins.");
        page.Section("See also");
        page.Paragraph("pyruse.toml(5), pyruse-modules(7), journalctl(1), nft(8), ipset(8), `/usr/share/doc/pyruse`");
        return page.ToString();
    }

    private static string Synopsis(CommandEntry command) => command.Commands.Count == 0
        ? $"**{command.Path}** {string.Join(' ', command.Arguments.Select(static argument => argument.IsOptional ? $"[*{argument.Value.Name}*]" : $"*{argument.Value.Name}*"))} [*options*]"
        : $"**{command.Path}** {string.Join(" | ", command.Commands.Select(static below => $"**{below.Name}**"))} [*options*]";

    private static void Describe(Roff page, CommandEntry command)
    {
        page.Subsection(Synopsis(command));
        page.Paragraph(command.Description);
        foreach (ArgumentEntry argument in command.Arguments)
            page.Tagged($"*{argument.Value.Name}*", argument.Description);
        foreach (OptionEntry option in command.Options)
            page.Tagged(string.Join(", ", option.Names.Select(static name => $"**{name}**")) + (option.Value is { } value ? $" *{value.Name}*" : ""), option.Description);
    }
}
