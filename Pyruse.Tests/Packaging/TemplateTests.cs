using System.IO.Compression;
using System.Text.Json;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Packaging;

/// <summary>The way of a new author: template, tests, build, drop, run; with the packages alone, outside of the source tree.</summary>
public sealed class TemplateTests : PackedFixture
{
    private const string Template = "templates/Pyruse.Plugins.Templates.csproj";

    [Test]
    public void A_plugin_made_of_the_template_is_tested_built_checked_and_used()
    {
        DotNet.Run(PyruseProgram.Root, "pack", Template, "--configuration", DotNet.Built.Configuration, "--output", Packages);
        string outside = Path.Combine(Outside.Path, "outside");
        string[] hive = ["--debug:custom-hive", Path.Combine(Outside.Path, "hive")];
        DotNet.Run(outside, ["new", "install", Path.Combine(Packages, $"Pyruse.Plugins.Templates.{Version}.nupkg"), .. hive]);
        Assert.That(DotNet.Run(outside, ["new", "pyruse-plugin", "--help", .. hive]), Does.Match($@"--sdk-version <[^>]*>(?s:.*)Default: {Version}"));
        // A name that is no identifier: the namespace must differ from it, everything else must not.
        DotNet.Run(outside, ["new", "pyruse-plugin", "-n", "acme-logs", .. hive]);
        string plugin = Path.Combine(outside, "acme-logs");
        Reference(Path.Combine(plugin, "acme-logs", "acme-logs.csproj"), "System.CommandLine", "2.0.0");

        Assert.That(DotNet.Run(plugin, "test"), Does.Contain("Failed:     0, Passed:     6"));
        DotNet.Run(plugin, "publish", "acme-logs", "-c", "Release", "-o", "out/acme-logs");

        string built = Path.Combine(plugin, "out", "acme-logs");
        Assert.That(Directory.GetFiles(built, "*.dll").Select(Path.GetFileName), Is.EquivalentTo(new[] { "acme-logs.dll", "System.CommandLine.dll" }), "what Pyruse has is not copied, what it has not is");
        Assert.That(File.ReadAllText(Path.Combine(built, "acme-logs.deps.json")), Does.Contain("System.CommandLine/2.0.0").And.Not.Contain("Pyruse.Core"));
        Assert.That(PyruseProgram.Run("plugins", "check", built).Output, Does.Contain("filter \"shouts\": field, [share]").And.Contain("action \"remind\""));
        PyruseProgram.Result replay = PyruseProgram.Run("replay", "--plugins", Path.GetDirectoryName(built)!, "--config", Path.Combine(plugin, "example.toml"));
        Assert.That(replay.Output, Does.Contain("diskd shouts: DISK IS STILL FULL"), replay.Error);
        Assert.That(PyruseProgram.Run("modules", "show", "remind", "--plugins", Path.GetDirectoryName(built)!).Output, Does.Contain("Counts per key").And.Contain("At how many entries."));
    }

    [Test]
    public void The_template_builds_against_the_version_that_it_is_packed_with()
    {
        string packages = Path.Combine(Outside.Path, "of-another-version");
        DotNet.Run(PyruseProgram.Root, "pack", Template, "--configuration", DotNet.Built.Configuration, "--output", packages, "-p:Version=7.8.9");
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packages, "Pyruse.Plugins.Templates.7.8.9.nupkg"));
        using JsonDocument template = JsonDocument.Parse(package.GetEntry("content/pyruse-plugin/.template.config/template.json")!.Open());
        Assert.That(template.RootElement.GetProperty("symbols").GetProperty("sdkVersion").GetProperty("defaultValue").GetString(), Is.EqualTo("7.8.9"));
    }

    private static void Reference(string project, string package, string version) => File.WriteAllText(
        project, File.ReadAllText(project).Replace("</Project>", $"<ItemGroup><PackageReference Include=\"{package}\" Version=\"{version}\" /></ItemGroup></Project>", StringComparison.Ordinal));
}
