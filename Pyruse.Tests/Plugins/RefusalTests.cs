using System.Reflection.PortableExecutable;
using Pyruse.Core.Plugins;

namespace Pyruse.Tests.Plugins;

/// <summary>What is refused as a plugin, with real files, and in which words.</summary>
[TestFixture]
public sealed class RefusalTests : PluginFixture
{
    [TestCase("#!/bin/sh\necho hello\n", "it is no .NET assembly, whatever its name says. Remove it from the plugins directory.")]
    [TestCase("", "the file is empty. Copy it again.")]
    [TestCase("\u007fELF and so on", "it is a native library, no .NET assembly. If a plugin needs it, put both into a folder that is named like the plugin; otherwise remove it.")]
    [TestCase("MZ", "it is damaged or cut off. Copy it again.")]
    public void What_is_no_assembly_is_refused(string content, string reason)
    {
        string file = BuiltPlugins.Write(Path.Combine(PluginDirectory.Path, "Thing.dll"), System.Text.Encoding.UTF8.GetBytes(content));

        Assert.That(Refusals(), Is.EqualTo(new[] { new PluginRefusal(file, reason) }));
    }

    [Test]
    public void A_cut_off_assembly_is_refused_wherever_the_cut_is()
    {
        byte[] whole = File.ReadAllBytes(BuiltPlugins.FileOf("SpeakerTwo"));
        for (int length = 2; length < whole.Length - 512; length += 251)
        {
            string file = BuiltPlugins.Write(Path.Combine(PluginDirectory.Path, "Cut.dll"), whole.AsSpan(0, length));
            Assert.That(Reason(file), Is.EqualTo("it is damaged or cut off. Copy it again."), $"cut at {length}");
        }
    }

    [TestCase(Machine.I386, CorFlags.ILOnly | CorFlags.Requires32Bit, "x86")]
    [TestCase(Machine.PowerPC, CorFlags.ILOnly, "PowerPC")]
    public void An_assembly_for_another_kind_of_machine_is_refused(Machine machine, CorFlags flags, string name)
    {
        string file = BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving");
        BuiltPlugins.ChangeMachine(file, machine, flags);

        Assert.That(Reason(file), Does.Match($"^it was built for {name}, but this machine is \\w+. Build it for \"Any CPU\"\\.$"));
    }

    [TestCase("Pyruse.Core", "2.0.0.0")]
    [TestCase("Pyruse.Core", "0.9.0.0")]
    public void A_plugin_for_another_major_version_of_the_contracts_is_refused(string contract, string version)
    {
        string file = BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving");
        BuiltPlugins.ChangeReference(file, contract, Version.Parse(version));

        Assert.That(Reason(file), Is.EqualTo(
            $"it was built for major version {version[0]} of the plugin contracts ({contract} {version}), but this Pyruse has version 1 (1.0.0.0). "
            + "Build it against the Pyruse.Plugins.Sdk of this Pyruse, or get the release of the plugin that was."));
    }

    [Test]
    public void A_plugin_for_newer_contracts_of_the_same_major_version_is_refused()
    {
        string file = BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving");
        BuiltPlugins.ChangeReference(file, "Pyruse.Core", new Version(1, 7, 0, 0));

        Assert.That(Reason(file), Is.EqualTo(
            "it was built for Pyruse.Core 1.7.0.0, which plugins share with Pyruse, but this Pyruse has the older 1.0.0.0. "
            + "Upgrade Pyruse, or build the plugin against the Pyruse.Plugins.Sdk of this one."));
    }

    [Test]
    public void A_plugin_for_a_newer_runtime_is_refused()
    {
        string file = BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving");
        BuiltPlugins.ChangeReference(file, "System.Runtime", new Version(99, 0, 0, 0));

        Assert.That(Reason(file), Does.StartWith("it was built for .NET 99, but this is .NET 10. Build it for net10.0"));
    }

    [Test]
    public void A_dependency_that_is_not_there_is_named()
    {
        string file = BuiltPlugins.Install(PluginDirectory.Path, "SpeakerOne");

        Assert.That(Reason(file), Is.EqualTo(
            "it needs Dialect 1.0.0.0, and nobody has it. Put the plugin together with it and its .deps.json into a folder of its own, named like the plugin; "
            + "\"dotnet publish\" makes such a folder."));
    }

    [Test]
    public void A_dependency_that_its_folder_lacks_is_named()
    {
        string folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne");
        File.Delete(Path.Combine(folder, "Dialect.dll"));

        Assert.That(Reason(Path.Combine(folder, "SpeakerOne.dll")), Does.StartWith("it needs Dialect 1.0.0.0, and nobody has it. Put it beside the plugin;"));
    }

    [Test]
    public void What_the_host_has_for_itself_is_not_lent_to_a_plugin()
    {
        string folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne");
        string file = Path.Combine(folder, "SpeakerOne.dll");
        File.Delete(Path.Combine(folder, "Dialect.dll"));
        // The command line's assembly lies beside the tests, where .NET would find it for everybody.
        File.WriteAllBytes(file, Replace(File.ReadAllBytes(file), "Dialect\0"u8, "pyruse\0\0"u8));

        Assert.That(Reason(file), Does.StartWith("it needs pyruse 1.0.0.0, and nobody has it."));
    }

    [Test]
    public void A_type_that_a_dependency_does_not_have_is_named()
    {
        string folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerTwo");
        BuiltPlugins.Write(Path.Combine(folder, "Dialect.dll"), File.ReadAllBytes(BuiltPlugins.FileOf("DialectOne", "Dialect.dll")));

        Assert.That(Reason(Path.Combine(folder, "SpeakerTwo.dll")), Does.Contain("Dialect"));
    }

    [Test]
    public void A_damaged_dependency_is_named()
    {
        string folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerTwo");
        string dependency = BuiltPlugins.Write(Path.Combine(folder, "Dialect.dll"), "no assembly"u8);

        Assert.That(Reason(Path.Combine(folder, "SpeakerTwo.dll")), Is.EqualTo($"its dependency {dependency} can't be loaded: it is no .NET assembly, whatever its name says. Remove it from the plugins directory."));
    }

    [Test]
    public void An_assembly_without_a_module_is_refused()
    {
        string file = BuiltPlugins.Write(Path.Combine(PluginDirectory.Path, "Dialect.dll"), File.ReadAllBytes(BuiltPlugins.FileOf("DialectOne", "Dialect.dll")));

        Assert.That(Reason(file), Is.EqualTo(
            "there is no module in it: no public class is marked with [Filter], [Action] or [Source]. "
            + "If it is a dependency of a plugin, put both into a folder that is named like the plugin; otherwise remove it."));
    }

    [Test]
    public void What_is_nearly_a_module_is_named()
    {
        string file = BuiltPlugins.Install(PluginDirectory.Path, "NearMisses");

        Assert.Multiple(() =>
        {
            Assert.That(Reason(file), Does.Contain("the class NearMisses.HiddenFilter is marked as a module but is not public; make it \"public sealed class\"."));
            Assert.That(Reason(file), Does.Contain("The class NearMisses.BareFilter is marked as a filter but does not implement IFilter; add it to the class, with its method."));
            Assert.That(Reason(file), Does.Contain("The class NearMisses.TornAction has 2 public constructors; a module has exactly one, whose parameters are its arguments."));
            Assert.That(Reason(file), Does.Contain("the class NearMisses.NamelessFilter implements IFilter but has no name for configurations; mark it with [Filter(\"name\")]."));
        });
    }

    [Test]
    public void A_link_that_leads_nowhere_is_refused()
    {
        string link = Path.Combine(PluginDirectory.Path, "Gone.dll");
        File.CreateSymbolicLink(link, Path.Combine(PluginDirectory.Path, "nothing.here"));

        Assert.That(Reason(link), Does.Contain("No such file or directory").Or.Contain("it is a link to a file that does not exist"));
    }

    [Test]
    public void A_folder_in_which_nothing_tells_the_plugin_is_refused()
    {
        string folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne", "greetings");
        File.Delete(Path.Combine(folder, "SpeakerOne.deps.json"));

        Assert.That(Reason(folder), Is.EqualTo(
            "nothing tells which of its assemblies is the plugin. Expected greetings.dll or one assembly with a .deps.json beside it, but it has neither; rename the folder."));
    }

    [Test]
    public void Everything_that_is_wrong_is_said_at_once_and_the_rest_is_loaded()
    {
        BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving");
        BuiltPlugins.Install(PluginDirectory.Path, "NearMisses");
        BuiltPlugins.Install(PluginDirectory.Path, "SpeakerOne");
        BuiltPlugins.Write(Path.Combine(PluginDirectory.Path, "noise.dll"), "noise"u8);

        PluginSet set = PluginLoader.Load([PluginDirectory.Path]);

        Assert.Multiple(() =>
        {
            Assert.That(set.Refusals.Select(static refusal => Path.GetFileName(refusal.File)), Is.EqualTo(new[] { "NearMisses.dll", "SpeakerOne.dll", "noise.dll" }));
            Assert.That(set.Plugins.Select(static plugin => Path.GetFileName(plugin.File)), Is.EqualTo(new[] { "Misbehaving.dll" }));
            Assert.That(set.Refusals[2].ToString(), Is.EqualTo($"The plugin {PluginDirectory.Path}/noise.dll is refused: it is no .NET assembly, whatever its name says. Remove it from the plugins directory."));
        });
    }

    private PluginRefusal[] Refusals() => [.. PluginLoader.Load([PluginDirectory.Path]).Refusals];

    private string Reason(string file) => Refusals().SingleOrDefault(refusal => refusal.File == file)?.Reason ?? $"not refused; others: {string.Join('\n', (object[])Refusals())}";

    private static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        int at = bytes.AsSpan().IndexOf(old);
        Assert.That(at, Is.Positive);
        replacement.CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
