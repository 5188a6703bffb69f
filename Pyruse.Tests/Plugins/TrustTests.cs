using System.Diagnostics;
using Pyruse.Core.Plugins;

namespace Pyruse.Tests.Plugins;

/// <summary>What runs as root belongs to root: refused otherwise, for the directory, the folder, the plugin, and all that lies beside it.</summary>
[TestFixture]
public sealed class TrustTests : PluginFixture
{
    private const string Nobody = "65534";

    private string _folder = "";

    [SetUp]
    public void Install_a_plugin()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Ignore("Who owns a plugin is looked at only when running as root.");
        _folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne");
        Assert.That(PluginLoader.Load([PluginDirectory.Path]).Refusals, Is.Empty);
    }

    [TestCase("")]
    [TestCase("SpeakerOne")]
    [TestCase("SpeakerOne/SpeakerOne.dll")]
    [TestCase("SpeakerOne/Dialect.dll")]
    [TestCase("SpeakerOne/SpeakerOne.deps.json")]
    public void What_others_may_write_to_is_refused(string path)
    {
        path = Path.Combine(PluginDirectory.Path, path).TrimEnd('/');
        Run("chmod", "g+w", path);

        Assert.That(PluginLoader.Load([PluginDirectory.Path]).Refusals, Is.EqualTo(new[]
        {
            new PluginRefusal(path, $"it can be written to by others than its owner, and it would run as root. Look at what is in it; if it is right, take that right away (chmod go-w '{path}')."),
        }));
    }

    [TestCase("")]
    [TestCase("SpeakerOne")]
    [TestCase("SpeakerOne/SpeakerOne.dll")]
    [TestCase("SpeakerOne/Dialect.dll")]
    public void What_belongs_to_somebody_else_is_refused(string path)
    {
        path = Path.Combine(PluginDirectory.Path, path).TrimEnd('/');
        Run("chown", Nobody, path);

        Assert.That(PluginLoader.Load([PluginDirectory.Path]).Refusals, Is.EqualTo(new[]
        {
            new PluginRefusal(path, $"it belongs to the user {Nobody}, who could change what runs as root. Look at what is in it; if it is right, give it to root (chown root '{path}')."),
        }));
    }

    [Test]
    public void A_link_is_as_good_as_what_it_leads_to()
    {
        string elsewhere = Directory.CreateDirectory(Path.Combine(PluginDirectory.Path, "elsewhere")).FullName;
        string plugins = Directory.CreateDirectory(Path.Combine(PluginDirectory.Path, "plugins")).FullName;
        string target = BuiltPlugins.Install(elsewhere, "Misbehaving");
        string link = Path.Combine(plugins, "Misbehaving.dll");
        File.CreateSymbolicLink(link, target);
        string[] before = Refusals(plugins);
        Run("chown", Nobody, elsewhere);
        string[] inForeignDirectory = Refusals(plugins);
        Run("chown", Nobody, target);

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.Empty);
            Assert.That(inForeignDirectory.Single(), Does.StartWith($"The plugin {link} is refused: it is a link into {elsewhere}, which belongs to the user {Nobody}"));
            Assert.That(Refusals(plugins).Single(), Does.StartWith($"The plugin {link} is refused: it belongs to the user {Nobody}"));
        });
    }

    [Test]
    public void A_linkedPluginDirectory_is_as_good_as_what_it_leads_to()
    {
        string link = Path.Combine(PluginDirectory.Path, "link");
        string real = Directory.CreateDirectory(Path.Combine(PluginDirectory.Path, "real")).FullName;
        Directory.CreateSymbolicLink(link, real);
        Run("chmod", "o+w", real);

        Assert.That(Refusals(link).Single(), Does.StartWith($"The plugin {real} is refused: it can be written to by others"));
    }

    private static string[] Refusals(string directory) => [.. PluginLoader.Load([directory]).Refusals.Select(static refusal => refusal.ToString())];

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, program);
    }
}
