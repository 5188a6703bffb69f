using System.Text;
using Pyruse.Core.Modules;

namespace Pyruse.Manual;

/// <summary>The reference of all modules, made of the XML documentation of their classes: docs/modules.md and pyruse-modules(7).</summary>
internal static class ModuleReference
{
    /// <summary>Writes docs/modules.md.</summary>
    public static string Markdown(IEnumerable<ModuleDescriptor> modules)
    {
        var text = new StringBuilder("# Modules\n\n");
        text.Append("All filters, actions and sources that come with Pyruse. This page is made of the code (`dotnet cake --target=Modules`); `pyruse modules show NAME` and pyruse-modules(7) say the same,\n"
            + "and the former knows the modules of plugins, too.\n");
        foreach (IGrouping<ModuleKind, ModuleDescriptor> kind in InOrder(modules))
        {
            text.Append($"\n## {Heading(kind.Key)}\n");
            foreach (ModuleDescriptor module in kind)
                Append(text, module);
        }
        return text.ToString();
    }

    /// <summary>Writes pyruse-modules(7).</summary>
    public static string Page(IEnumerable<ModuleDescriptor> modules, string version)
    {
        var page = new Roff("pyruse-modules", 7, version, "the filters, actions and sources of pyruse");
        page.Section("Description");
        page.Paragraph("A chain of pyruse.toml(5) is made of filters and actions; entries come from sources. Each has arguments: the names below, with what they take and their defaults. `pyruse modules list` also knows those of plugins.");
        foreach (IGrouping<ModuleKind, ModuleDescriptor> kind in InOrder(modules))
        {
            page.Section(Heading(kind.Key));
            foreach (ModuleDescriptor module in kind)
                Append(page, module);
        }
        page.Section("See also");
        page.Paragraph("pyruse(1), pyruse.toml(5)");
        return page.ToString();
    }

    private static IEnumerable<IGrouping<ModuleKind, ModuleDescriptor>> InOrder(IEnumerable<ModuleDescriptor> modules) =>
        modules.OrderBy(static module => module.Kind).ThenBy(static module => module.Name, StringComparer.OrdinalIgnoreCase).GroupBy(static module => module.Kind);

    private static string Heading(ModuleKind kind) => kind + "s";

    private static void Append(StringBuilder text, ModuleDescriptor module)
    {
        ModuleManual manual = ModuleManual.Of(module);
        text.Append($"\n### {module.Name}\n\n{manual.Summary}\n");
        if (!module.Arguments.Any())
            return;
        text.Append("\n| argument | takes | default | means |\n|---|---|---|---|\n");
        foreach (ModuleParameter argument in module.Arguments)
            text.Append($"| `{argument.Name}` | {Cell(argument.TypeDescription)} | {Cell(Default(argument))} | {Cell(manual.Arguments.GetValueOrDefault(argument.ParameterName, ""))} |\n");
    }

    private static void Append(Roff page, ModuleDescriptor module)
    {
        ModuleManual manual = ModuleManual.Of(module);
        page.Subsection(module.Name);
        page.Paragraph(manual.Summary);
        foreach (ModuleParameter argument in module.Arguments)
        {
            string need = !argument.IsOptional ? "; required" : Default(argument) is { Length: > 0 } value ? $"; default: {value}" : "";
            page.Tagged($"**{argument.Name}** ({argument.TypeDescription}{need})", manual.Arguments.GetValueOrDefault(argument.ParameterName, ""));
        }
    }

    private static string Default(ModuleParameter argument) => argument.IsOptional ? argument.DefaultDescription ?? "" : "(required)";

    private static string Cell(string text) => text.Replace("|", @"\|", StringComparison.Ordinal);
}
