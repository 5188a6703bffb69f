using System.Xml.Linq;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Packaging;

/// <summary>Packs everything once, and makes places outside of the source tree that know nothing but the packages.</summary>
public abstract class PackedFixture
{
    /// <summary>The version stands in one place.</summary>
    protected static string Version { get; } = XDocument.Load(Path.Combine(PyruseProgram.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    private protected TempDirectory Outside { get; private set; } = null!;

    protected string Packages => Path.Combine(Outside.Path, "packages");

    [OneTimeSetUp]
    public void Pack()
    {
        Outside = new TempDirectory();
        // What the tests run on is packed; it was built with them.
        DotNet.Run(PyruseProgram.Root, "pack", "Pyruse.slnx", "--no-build", "--configuration", DotNet.Built.Configuration, "--output", Packages);
        // What is not ours comes from this machine's own cache, so that no registry is asked.
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Outside.Write("outside/nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{Packages}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{cache}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{Path.Combine(Outside.Path, "restored")}" /></config>
            </configuration>
            """);
    }

    [OneTimeTearDown]
    public void Remove() => Outside.Dispose();
}
