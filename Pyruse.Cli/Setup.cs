using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.Plugins;
using Pyruse.Core.State;
using Pyruse.Journal;

namespace Pyruse.Cli;

/// <summary>What commands with a configuration have in common: find it, load plugins, make an engine, and print all mistakes at once.</summary>
internal sealed class Setup
{
    private readonly IReadOnlyList<string> _pluginDirectories;

    private Setup(PyruseConfiguration configuration, ModuleCatalog catalog, IReadOnlyList<string> pluginDirectories, PluginFiles pluginFiles)
    {
        Configuration = configuration;
        Catalog = catalog;
        _pluginDirectories = pluginDirectories;
        PluginFiles = pluginFiles;
    }

    public PyruseConfiguration Configuration { get; }

    public ModuleCatalog Catalog { get; }

    /// <summary>What plugins were loaded from.</summary>
    public PluginFiles PluginFiles { get; }

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
        PluginLoader.Load(WithDefault(directories));

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
        string[] directories = DirectoriesOf(configuration, pluginDirectories);
        // Looked at before they are loaded: what changes meanwhile shows.
        PluginFiles files = PluginFiles.In(WithDefault(directories));
        ModuleCatalog? catalog = LoadModules(directories, sentence => diagnostics.Error(new(path, 0, 0), sentence));
        return catalog is null ? null : new Setup(configuration, catalog, pluginDirectories, files);
    }

    /// <summary>Reads the configuration anew. The modules stay those that are loaded.</summary>
    /// <param name="arePluginsOthers">Whether other plugins would be loaded at the next start.</param>
    /// <param name="diagnostics">Takes all mistakes and warnings.</param>
    /// <returns>Null when that is impossible; the reasons were added to the diagnostics.</returns>
    public Setup? Reload(DiagnosticBag diagnostics, out bool arePluginsOthers)
    {
        arePluginsOthers = false;
        if (ConfigurationFile.Read(Configuration.File, diagnostics) is not { } configuration)
            return null;
        arePluginsOthers = !PluginFiles.In(WithDefault(DirectoriesOf(configuration, _pluginDirectories))).AreSameAs(PluginFiles);
        return With(configuration);
    }

    /// <summary>Adds the mistakes of chains and modules to those that were found; touches neither storage nor mail.</summary>
    public void FindMistakes(DiagnosticBag diagnostics)
    {
        using var store = new MemoryStateStore(capacity: 0);
        PyruseEngine.Create(Configuration, Catalog, new EngineHost { Store = store }, diagnostics)?.Dispose();
    }

    /// <summary>The same modules with another configuration.</summary>
    public Setup With(PyruseConfiguration configuration) => new(configuration, Catalog, _pluginDirectories, PluginFiles);

    /// <summary>Prints all mistakes and warnings, and gives the exit code that follows from them.</summary>
    public static int Report(DiagnosticBag diagnostics, TextWriter output)
    {
        foreach (Diagnostic diagnostic in InOrder(diagnostics))
            output.WriteLine(diagnostic);
        return diagnostics.HasErrors ? ExitCode.Configuration : ExitCode.Done;
    }

    private static string[] DirectoriesOf(PyruseConfiguration configuration, IReadOnlyList<string> pluginDirectories) =>
        [.. pluginDirectories, .. (configuration.Plugins.Directories ?? []).Select(static directory => directory.FullName)];

    private static string[] WithDefault(IEnumerable<string> directories) => [Path.Combine(AppContext.BaseDirectory, "plugins"), PluginLoader.SystemDirectory, .. directories];

    /// <summary>All mistakes and warnings in the order of the files.</summary>
    public static IEnumerable<Diagnostic> InOrder(DiagnosticBag diagnostics) => diagnostics.Items
        .OrderBy(static item => item.Position.File, StringComparer.Ordinal).ThenBy(static item => item.Position.Line).ThenBy(static item => item.Position.Column);
}
