using System.IO.Compression;
using System.Xml.Linq;
using Pyruse.Tests.Embedding;

namespace Pyruse.Tests.Packaging;

/// <summary>What is in the packages, and that a program elsewhere can be built with nothing else.</summary>
public sealed class PackageTests : PackedFixture
{
    private static readonly string[] BuildFiles = ["build/Pyruse.Plugins.Sdk.props", "build/Pyruse.Plugins.Sdk.targets"];

    [TestCase("Pyruse.Core", "Microsoft.Extensions.Logging.Abstractions")]
    [TestCase("Pyruse.Extensions.Hosting", "Pyruse.Core", "Microsoft.Extensions.Hosting.Abstractions")]
    [TestCase("Pyruse.Journal", "Pyruse.Core")]
    [TestCase("Pyruse.Plugins.Builtin", "Pyruse.Plugins.Sdk")]
    [TestCase("Pyruse.Plugins.Sdk", "Pyruse.Core")]
    [TestCase("Pyruse.Reporting", "Pyruse.Core", "Handlebars.Net")]
    [TestCase("Pyruse.State", "Pyruse.Core", "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.provider.e_sqlite3")]
    public void A_package_is_complete(string name, params string[] dependencies)
    {
        using ZipArchive package = Open(name, "nupkg");
        using ZipArchive symbols = Open(name, "snupkg");
        XElement metadata = XDocument.Load(package.GetEntry(name + ".nuspec")!.Open()).Root!.Elements().Single();
        string? Value(string element) => metadata.Elements().SingleOrDefault(candidate => candidate.Name.LocalName == element)?.Value;
        Assert.Multiple(() =>
        {
            Assert.That(Files(package).Except(BuildFiles), Is.EquivalentTo(new[] { "README.md", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" }));
            Assert.That(BuildFiles.Where(Files(package).Contains), Is.EqualTo(name == "Pyruse.Plugins.Sdk" ? BuildFiles : []), "what makes a plugin's build right");
            Assert.That(Files(symbols), Is.EqualTo(new[] { $"lib/net10.0/{name}.pdb" }));
            Assert.That(Value("id"), Is.EqualTo(name));
            Assert.That(Value("version"), Is.EqualTo(Version));
            Assert.That(Value("license"), Is.EqualTo("MIT"));
            Assert.That(Value("readme"), Is.EqualTo("README.md"));
            Assert.That(Value("description"), Does.EndWith("."));
            Assert.That(Value("repository"), Is.Null, "nobody can look it up");
            // What comes with these in any case may be named or not.
            Assert.That(Dependencies(metadata).Where(static id => id != "Microsoft.Extensions.Logging.Abstractions"), Is.EquivalentTo(dependencies.Where(static id => id != "Microsoft.Extensions.Logging.Abstractions")));
            Assert.That(dependencies, Is.SubsetOf(Dependencies(metadata)));
        });
    }

    [Test]
    public void Nothing_else_is_packed() => Assert.That(
        Directory.GetFiles(Packages, "*.nupkg").Select(static file => Path.GetFileName(file)[..^$".{Version}.nupkg".Length]),
        Is.EquivalentTo(new[] { "Pyruse.Core", "Pyruse.Extensions.Hosting", "Pyruse.Journal", "Pyruse.Plugins.Builtin", "Pyruse.Plugins.Sdk", "Pyruse.Reporting", "Pyruse.State" }));

    [Test]
    public void A_program_elsewhere_needs_only_the_packages()
    {
        Outside.Write("outside/Outside.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pyruse.Core" Version="{Version}" />
                <PackageReference Include="Pyruse.Plugins.Builtin" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        Outside.Write("outside/Program.cs", SampleCode.Region("Embedding/Program.cs", "ten-lines"));

        Assert.That(DotNet.Run(Path.Combine(Outside.Path, "outside"), "run").Trim(), Is.EqualTo("bob failed 3 times within ten minutes"));
    }

    private static IEnumerable<string> Files(ZipArchive package) =>
        package.Entries.Select(static entry => entry.FullName).Where(static name => name is not "[Content_Types].xml" && !name.EndsWith(".nuspec", StringComparison.Ordinal) && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal));

    private static IEnumerable<string> Dependencies(XElement metadata) =>
        metadata.Descendants().Where(static element => element.Name.LocalName == "dependency").Select(static element => element.Attribute("id")!.Value);

    private ZipArchive Open(string name, string kind) => ZipFile.OpenRead(Path.Combine(Packages, $"{name}.{Version}.{kind}"));
}
