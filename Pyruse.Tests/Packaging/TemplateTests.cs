using System.Text.Json;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Packaging;

/// <summary>The way of a new author: template, tests, build, drop, run; with the packages alone, outside of the source tree.</summary>
public sealed class TemplateTests : PackedFixture
{
    [Test]
    public void A_plugin_made_of_the_template_is_tested_built_checked_and_used()
    {
        DotNet.Run(PyruseProgram.Root, "pack", "templates/Pyruse.Plugins.Templates.csproj", "--configuration", DotNet.Built.Configuration, "--output", Packages);
        string outside = Path.Combine(Outside.Path, "outside");
        string[] hive = ["--debug:custom-hive", Path.Combine(Outside.Path, "hive")];
        DotNet.Run(outside, ["new", "install", Path.Combine(Packages, $"Pyruse.Plugins.Templates.{Version}.nupkg"), .. hive]);
        DotNet.Run(outside, ["new", "pyruse-plugin", "-n", "Acme.Logs", .. hive]);
        string plugin = Path.Combine(outside, "Acme.Logs");

        Assert.That(DotNet.Run(plugin, "test", "Acme.Logs.Tests"), Does.Contain("Failed:     0, Passed:     6"));
        DotNet.Run(plugin, "publish", "Acme.Logs", "-c", "Release", "-o", "out/Acme.Logs");

        string built = Path.Combine(plugin, "out", "Acme.Logs");
        Assert.That(Directory.GetFiles(built, "*.dll").Select(Path.GetFileName), Is.EqualTo(new[] { "Acme.Logs.dll" }), "what Pyruse has is not copied");
        Assert.That(PyruseProgram.Run("plugins", "check", built).Output, Does.Contain("filter \"shouts\": field, [share]").And.Contain("action \"remind\""));
        PyruseProgram.Result replay = PyruseProgram.Run("replay", "--plugins", Path.GetDirectoryName(built)!, "--config", Path.Combine(plugin, "example.toml"));
        Assert.That(replay.Output, Does.Contain("diskd shouts: DISK IS STILL FULL"), replay.Error);
        Assert.That(PyruseProgram.Run("modules", "show", "remind", "--plugins", Path.GetDirectoryName(built)!).Output, Does.Contain("Counts per key").And.Contain("At how many entries."));
    }

    [Test]
    public void The_template_builds_against_the_version_that_it_comes_with()
    {
        using JsonDocument template = JsonDocument.Parse(File.ReadAllText(Path.Combine(PyruseProgram.Root, "templates/content/pyruse-plugin/.template.config/template.json")));
        Assert.That(template.RootElement.GetProperty("symbols").GetProperty("sdkVersion").GetProperty("defaultValue").GetString(), Is.EqualTo(Version));
    }
}
