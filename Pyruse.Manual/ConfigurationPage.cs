namespace Pyruse.Manual;

/// <summary>The manual page pyruse.toml(5), which is docs/configuration.md.</summary>
internal static class ConfigurationPage
{
    /// <param name="version">The version of the program.</param>
    /// <param name="documentation">docs/configuration.md.</param>
    public static string Write(string version, string documentation)
    {
        var page = new Roff("pyruse.toml", 5, version, "the configuration of pyruse");
        page.Section("Synopsis");
        page.Paragraph("`/etc/pyruse/pyruse.toml`");
        page.Paragraph("`/etc/pyruse/conf.d/*.toml`");
        page.Section("Description");
        new MarkdownPage(page).Append(documentation);
        page.Section("See also");
        page.Paragraph("pyruse(1), pyruse-modules(7); each page that is named here is in `/usr/share/doc/pyruse`.");
        return page.ToString();
    }
}
