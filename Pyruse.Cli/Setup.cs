using Pyruse.Core.Configuration;
using Pyruse.Core.Modules;
using Pyruse.Journal;

namespace Pyruse.Cli;

/// <summary>What commands with a configuration have in common: find it, load plugins, make an engine, and print all mistakes at once.</summary>
internal sealed class Setup
{
    private const string SystemPlugins = "/usr/lib/pyruse/plugins";

    private Setup(PyruseConfiguration configuration, ModuleCatalog catalog)
    {
        Configuration = configuration;
        Catalog = catalog;
    }

    public PyruseConfiguration Configuration { get; }

    public ModuleCatalog Catalog { get; }

    /// <summary>The configuration that is meant when none is named.</summary>
    public static string DefaultConfiguration()
    {
        if (Environment.GetEnvironmentVariable("PYRUSE_CONFIG") is { Length: > 0 } named)
            return named;
        const string Toml = "/etc/pyruse/pyruse.toml";
        const string Json = "/etc/pyruse/pyruse.json";
        return !File.Exists(Toml) && File.Exists(Json) ? Json : Toml;
    }

    /// <summary>Loads the modules of the host and of all plugins.</summary>
    /// <exception cref="ModuleException">A plugin is refused.</exception>
    public static ModuleCatalog LoadModules(IEnumerable<string> pluginDirectories)
    {
        string[] named = [.. pluginDirectories];
        if (Array.Find(named, static directory => !Directory.Exists(directory)) is { } missing)
            throw new ModuleException($"There is no plugins directory \"{missing}\"; make it, or leave it out.");
        return new ModuleCatalog(ModuleCatalog.ModulesOf(typeof(JournalSource).Assembly)
            .Concat(PluginLoader.LoadFrom([Path.Combine(AppContext.BaseDirectory, "plugins"), SystemPlugins, .. named])));
    }

    /// <summary>Reads a configuration and loads its modules.</summary>
    /// <returns>Null when that is impossible; the reasons were added to the diagnostics.</returns>
    public static Setup? Load(string path, IReadOnlyList<string> pluginDirectories, DiagnosticBag diagnostics)
    {
        PyruseConfiguration? configuration = ConfigurationFile.Read(path, diagnostics);
        if (configuration is null)
            return null;
        try
        {
            IEnumerable<string> configured = (configuration.Plugins.Directories ?? []).Select(static directory => directory.FullName);
            return new Setup(configuration, LoadModules([.. pluginDirectories, .. configured]));
        }
        catch (ModuleException exception)
        {
            diagnostics.Error(new(path, 0, 0), exception.Message);
            return null;
        }
    }

    /// <summary>Prints all mistakes and warnings, and gives the exit code that follows from them.</summary>
    public static int Report(DiagnosticBag diagnostics, TextWriter output)
    {
        foreach (Diagnostic diagnostic in InOrder(diagnostics))
            output.WriteLine(diagnostic);
        return diagnostics.HasErrors ? ExitCode.Configuration : ExitCode.Done;
    }

    /// <summary>All mistakes and warnings in the order of the files.</summary>
    public static IEnumerable<Diagnostic> InOrder(DiagnosticBag diagnostics) => diagnostics.Items
        .OrderBy(static item => item.Position.File, StringComparer.Ordinal).ThenBy(static item => item.Position.Line).ThenBy(static item => item.Position.Column);
}
