using System.CommandLine;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Configuration.Conversion;
using Pyruse.Core.Modules;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse convert</c>: writes a <c>pyruse.json</c> of the original program as <c>pyruse.toml</c> on standard output.</summary>
internal static class ConvertCommand
{
    private const string UsualFile = "/etc/pyruse/pyruse.json";

    public static Command Create()
    {
        var config = new Option<string>("--config", "-c")
        {
            Description = $"The configuration of the original program. Default: the variable PYRUSE_CONFIG, else {UsualFile}.",
            HelpName = "FILE",
            DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("PYRUSE_CONFIG") is { Length: > 0 } named ? named : UsualFile,
        };
        Option<string[]> plugins = CommonOptions.Plugins();
        var command = new Command("convert", "Write a pyruse.json as pyruse.toml, which means the same, on standard output.") { config, plugins };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(config), parsed.GetRequiredValue(plugins)));
        return command;
    }

    private static int Run(string config, string[] plugins)
    {
        var diagnostics = new DiagnosticBag();
        if (!config.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            Console.Error.WriteLine($"{config}: error: This is no JSON by its name, and everything else is taken for TOML already; name a file that ends with .json.");
            return ExitCode.Configuration;
        }
        // Says what is wrong with the file itself, too.
        string? toml = ConfigurationFile.ReadBytes(config, diagnostics) is { } content ? JsonToToml.Convert(config, content, diagnostics, NamesOf(plugins)) : null;
        int result = Setup.Report(diagnostics, Console.Error);
        if (toml is not null)
            Console.Out.Write(toml);
        return result;
    }

    /// <summary>Gives the names of the modules as they write themselves; of plugins that can't be loaded here, names stay as they are.</summary>
    private static Func<StepKind, string, string>? NamesOf(string[] plugins)
    {
        ModuleCatalog? catalog = Setup.LoadModules(plugins, static sentence => Console.Error.WriteLine($"pyruse: warning: {sentence}"));
        return catalog is null ? null : (kind, name) =>
            catalog.TryGet(kind == StepKind.Filter ? ModuleKind.Filter : ModuleKind.Action, name, out ModuleDescriptor? module) ? module.Name : name;
    }
}
