using System.CommandLine;
using Pyruse.Cli.Output;
using Pyruse.Core.Modules;
using Pyruse.Core.Plugins;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse plugins</c>: what a file offers as a plugin, or why it is refused.</summary>
internal static class PluginsCommand
{
    public static Command Create() => new("plugins", "Look into plugins.") { CreateCheck() };

    private static Command CreateCheck()
    {
        var file = new Argument<string>("file") { Description = "The plugin's DLL, its folder, or a directory of plugins.", HelpName = "FILE" };
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("check", "Explain what a plugin offers and what it needs, or why it is refused. Takes no configuration, and runs nothing of the plugin.") { file, format };
        command.SetAction(parsed => Check(parsed.GetRequiredValue(file), parsed.GetValue(format)));
        return command;
    }

    private static int Check(string file, OutputFormat format)
    {
        if (file.Length == 0)
        {
            Console.Error.WriteLine("pyruse: error: The name of the plugin is empty; name a DLL or a folder.");
            return ExitCode.Usage;
        }
        PluginSet checkedOnes = PluginLoader.LoadOne(file);
        PluginSet set = checkedOnes with { Refusals = [.. checkedOnes.Refusals, .. Duplicates(checkedOnes)] };
        if (format == OutputFormat.Json)
            PluginJson.Write(set);
        else
            Print(set);
        return set.Refusals.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Modules whose names others have, among those checked or among those that are there anyway.</summary>
    private static IEnumerable<PluginRefusal> Duplicates(PluginSet set)
    {
        if (set.Plugins.Count == 0)
            return [];
        string[] files = [.. set.Plugins.Select(static plugin => plugin.File)];
        IEnumerable<ModuleDescriptor> others = Setup.OwnModules().Concat(Setup.LoadPlugins([]).Modules).Where(module => !files.Contains(module.Origin));
        return ModuleCatalog.Duplicates(others.Concat(set.Modules)).Select(sentence => new PluginRefusal(files[0], sentence));
    }

    private static void Print(PluginSet set)
    {
        foreach (Plugin plugin in set.Plugins)
        {
            Console.WriteLine($"{plugin.File}: built for version {plugin.ContractVersion.ToString(2)} of the plugin contracts. It offers");
            foreach (ModuleDescriptor module in plugin.Modules)
                Console.WriteLine($"  {module}: {(ModulesCommand.ArgumentList(module) is { Length: > 0 } arguments ? arguments : "no arguments")}");
            Console.WriteLine("and needs");
            foreach ((PluginReference reference, string neededBy) in PluginDependencies.Of(plugin).Where(static need => need.Reference.Origin != PluginReferenceOrigin.Framework))
                Console.WriteLine($"  {reference.Name.Name} {reference.Name.Version}: {Origin(reference, neededBy)}");
            Console.WriteLine("  .NET itself");
        }
        foreach (PluginRefusal refusal in set.Refusals)
            Console.Error.WriteLine($"pyruse: error: {refusal}");
    }

    private static string Origin(PluginReference reference, string neededBy) => reference.Origin switch
    {
        PluginReferenceOrigin.Shared => "shared with Pyruse",
        PluginReferenceOrigin.Private => $"its own, {reference.File}",
        _ => $"missing; {neededBy} refers to it. Whatever uses it will fail.",
    };
}
