using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.Plugins;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Plugins;

/// <summary>Where plugins are found, and what they share with the host and what not.</summary>
[TestFixture]
public sealed class LoadingTests : PluginFixture
{
    [Test]
    public void Plugins_lie_in_thePluginDirectory_or_in_a_folder_named_like_them_or_with_a_list_of_dependencies()
    {
        BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving");
        BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne");
        BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerTwo", "elsewhere");
        BuiltPlugins.Write(Path.Combine(PluginDirectory.Path, "notes", "README"), "no plugin"u8);
        BuiltPlugins.Write(Path.Combine(PluginDirectory.Path, ".hidden", "hidden.dll"), "not looked at"u8);

        PluginSet set = PluginLoader.Load([PluginDirectory.Path, Path.Combine(PluginDirectory.Path, "not-there"), PluginDirectory.Path + "/"]);

        Assert.Multiple(() =>
        {
            Assert.That(set.Refusals, Is.Empty);
            Assert.That(set.Plugins.Select(plugin => Path.GetRelativePath(PluginDirectory.Path, plugin.File)), Is.EqualTo(new[] { "Misbehaving.dll", "SpeakerOne/SpeakerOne.dll", "elsewhere/SpeakerTwo.dll" }));
        });
    }

    [Test]
    public void A_pluginPluginDirectory_that_is_reached_by_two_paths_is_read_once()
    {
        string real = Directory.CreateDirectory(Path.Combine(PluginDirectory.Path, "real")).FullName;
        BuiltPlugins.Install(real, "Misbehaving");
        string link = Path.Combine(PluginDirectory.Path, "link");
        Directory.CreateSymbolicLink(link, real);

        Assert.That(PluginLoader.Load([real, link]).Plugins, Has.Count.EqualTo(1));
    }

    [Test]
    public void Contracts_are_shared_although_a_copy_lies_beside_the_plugin()
    {
        string folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne");
        Assert.That(File.Exists(Path.Combine(folder, "Pyruse.Core.dll")), "the copy that is not to be used");

        Plugin plugin = PluginLoader.Load([PluginDirectory.Path]).Plugins.Single();

        Assert.Multiple(() =>
        {
            Assert.That(typeof(IAction).IsAssignableFrom(plugin.Modules[0].Type));
            Assert.That(Origin(plugin, "Pyruse.Core"), Is.EqualTo(PluginReferenceOrigin.Shared));
            Assert.That(Origin(plugin, "Dialect"), Is.EqualTo(PluginReferenceOrigin.Private));
            Assert.That(Origin(plugin, "System.Runtime"), Is.EqualTo(PluginReferenceOrigin.Framework));
        });
    }

    [Test]
    public void Two_plugins_with_conflicting_versions_of_one_dependency_work_side_by_side()
    {
        BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne");
        BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerTwo");
        string toml = Workflows.Chain("{ action = \"speakOne\", whom = \"root\" }, { action = \"speakTwo\", whom = \"root\" }");
        var effects = new List<Effect>();

        var host = new EngineHost { Store = new MemoryStateStore(), OnEffect = effects.Add };
        Workflows.Engine(toml, host, new ListSource([TestEntries.Of("MESSAGE=hello")]), new ModuleCatalog([.. Workflows.Builtin.Modules, .. PluginLoader.LoadFrom([PluginDirectory.Path])])).Run(CancellationToken.None);

        Assert.That(effects.Cast<LogEffect>().Select(static effect => effect.Message), Is.EqualTo(new[] { "Hello root, says 1.0.0.0", "Good day root, says 2.0.0.0" }));
    }

    [Test]
    public void Two_modules_of_one_name_are_refused_and_both_files_are_named()
    {
        string first = BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving");
        string second = BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving", "Twin.dll");

        PluginSet set = PluginLoader.Load([PluginDirectory.Path]);

        Assert.Multiple(() =>
        {
            Assert.That(ModuleCatalog.Duplicates(set.Modules), Has.Member($"There are two filters named \"spins\": one in {first}, one in {second}. Remove one of the files."));
            Assert.That(() => new ModuleCatalog(set.Modules), Throws.TypeOf<ModuleException>().With.Message.Contains("\"spins\"").And.Message.Contains("\"babbles\""));
        });
    }

    [Test]
    public void The_version_of_the_contracts_is_that_of_the_core() =>
        Assert.That(typeof(IFilter).Assembly.GetName().Version, Is.EqualTo(new Version(1, 0, 0, 0)), "when this changes, plugins that were built before are refused: see docs/plugin-host.md");

    private static PluginReferenceOrigin Origin(Plugin plugin, string assembly) => plugin.References.Single(reference => reference.Name.Name == assembly).Origin;
}
