using System.CommandLine;
using Pyruse.Cli.Output;
using Pyruse.Core.Modules;
using Spectre.Console;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse modules</c>: what filters, actions and sources there are.</summary>
internal static class ModulesCommand
{
    public static Command Create() => new("modules", "Show what filters, actions and sources there are.") { CreateList(), CreateShow() };

    private static Command CreateList()
    {
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("list", "List all modules with the files they come from.") { plugins, format };
        command.SetAction(parsed => WithModules(parsed.GetRequiredValue(plugins), catalog =>
        {
            if (parsed.GetValue(format) == OutputFormat.Json)
                ModuleJson.Write(catalog.Modules);
            else
                PrintTable(catalog);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command CreateShow()
    {
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<OutputFormat> format = CommonOptions.Format();
        var name = new Argument<string>("name") { Description = "The name of the module." };
        var command = new Command("show", "Show what a module does and what its arguments are.") { name, plugins, format };
        command.SetAction(parsed => WithModules(parsed.GetRequiredValue(plugins), catalog =>
        {
            string wanted = parsed.GetRequiredValue(name);
            List<ModuleDescriptor> found = [.. Enum.GetValues<ModuleKind>().Select(kind => catalog.TryGet(kind, wanted, out ModuleDescriptor? module) ? module : null).OfType<ModuleDescriptor>()];
            if (found.Count == 0)
            {
                Console.Error.WriteLine($"pyruse: There is no module \"{wanted}\"{Core.Configuration.Suggestion.For(wanted, catalog.Modules.Select(static module => module.Name))} (\"pyruse modules list\" shows all.)");
                return ExitCode.Failed;
            }
            if (parsed.GetValue(format) == OutputFormat.Json)
                ModuleJson.Write(found);
            else
                found.ForEach(PrintPage);
            return ExitCode.Done;
        }));
        return command;
    }

    private static int WithModules(string[] plugins, Func<ModuleCatalog, int> action)
    {
        ModuleCatalog? catalog = Setup.LoadModules(plugins, static sentence => Console.Error.WriteLine($"pyruse: error: {sentence}"));
        return catalog is null ? ExitCode.Configuration : action(catalog);
    }

    private static void PrintTable(ModuleCatalog catalog)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("kind", "name", "arguments", "from");
        foreach (ModuleDescriptor module in catalog.Modules)
        {
            table.AddRow(new Text(module.Kind.ToString().ToLowerInvariant()), new Text(module.Name), new Text(ArgumentList(module)), new Text(Path.GetFileName(module.Origin)));
        }
        IAnsiConsole console = AnsiConsole.Console;
        // Not on a terminal there is nothing to fit into.
        if (Console.IsOutputRedirected)
            console.Profile.Width = 200;
        console.Write(table);
        foreach (string origin in catalog.Modules.Select(static module => module.Origin).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            Console.WriteLine($"  {Path.GetFileName(origin)}: {origin}");
    }

    /// <summary>The names of a module's arguments, the optional ones in brackets.</summary>
    public static string ArgumentList(ModuleDescriptor module) =>
        string.Join(", ", module.Arguments.Select(static argument => argument.IsOptional ? $"[{argument.Name}]" : argument.Name));

    private static void PrintPage(ModuleDescriptor module)
    {
        ModuleManual manual = ModuleManual.Of(module);
        Console.WriteLine($"{module}\n\n  {manual.Summary}\n");
        foreach (ModuleParameter argument in module.Arguments)
        {
            string need = argument.IsOptional ? argument.DefaultDescription is { } value ? $"optional, default {value}" : "optional" : "required";
            string use = argument.IsSet ? ", which it sets" : "";
            Console.WriteLine($"  {argument.Name}: {argument.TypeDescription}{use} ({need})\n      {manual.Arguments.GetValueOrDefault(argument.ParameterName, "")}");
        }
        Console.WriteLine($"\n  From {module.Origin}");
    }
}
