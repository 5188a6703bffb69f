using Pyruse.Core.Configuration;
using Pyruse.Core.Modules;
using Pyruse.Core.Plugins;
using Pyruse.Journal;

namespace Pyruse.Cli;

/// <summary>What commands with a configuration have in common: find it, load plugins, make an engine, and print all mistakes at once.</summary>
internal sealed class Setup
{
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

    /// <summary>The modules of the host itself, which are no plugin.</summary>
    public static IEnumerable<ModuleDescriptor> OwnModules() => ModuleCatalog.ModulesOf(typeof(JournalSource).Assembly);

    /// <summary>Loads the plugins of the default directories and of others.</summary>
    public static PluginSet LoadPlugins(IEnumerable<string> directories) =>
        PluginLoader.Load([Path.Combine(AppContext.BaseDirectory, "plugins"), PluginLoader.SystemDirectory, .. directories]);

    /// <summary>Loads the modules of the host and of all plugins.</summary>
    /// <param name="pluginDirectories">Directories beside the default ones.</param>
    /// <param name="refuse">Told every reason for which something can't be loaded, each a sentence.</param>
    /// <returns>Null when there was such a reason.</returns>
    public static ModuleCatalog? LoadModules(IEnumerable<string> pluginDirectories, Action<string> refuse)
    {
        string[] named = [.. pluginDirectories];
        string[] missing = [.. named.Where(static directory => !Directory.Exists(directory))];
        foreach (string directory in missing)
            refuse($"There is no plugins directory \"{directory}\"; make it, or leave it out.");
        PluginSet plugins = LoadPlugins(named);
        foreach (PluginRefusal refusal in plugins.Refusals)
            refuse(refusal.ToString());
        List<ModuleDescriptor> modules = [.. OwnModules(), .. plugins.Modules];
        string[] duplicates = [.. ModuleCatalog.Duplicates(modules)];
        foreach (string duplicate in duplicates)
            refuse(duplicate);
        return missing.Length == 0 && plugins.Refusals.Count == 0 && duplicates.Length == 0 ? new ModuleCatalog(modules) : null;
    }

    /// <summary>Reads a configuration and loads its modules.</summary>
    /// <returns>Null when that is impossible; the reasons were added to the diagnostics.</returns>
    public static Setup? Load(string path, IReadOnlyList<string> pluginDirectories, DiagnosticBag diagnostics)
    {
        PyruseConfiguration? configuration = ConfigurationFile.Read(path, diagnostics);
        if (configuration is null)
            return null;
        MemoryLimit.Apply();
        IEnumerable<string> configured = (configuration.Plugins.Directories ?? []).Select(static directory => directory.FullName);
        ModuleCatalog? catalog = LoadModules([.. pluginDirectories, .. configured], sentence => diagnostics.Error(new(path, 0, 0), sentence));
        return catalog is null ? null : new Setup(configuration, catalog);
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
