using Pyruse.Tests.Support;

namespace Pyruse.Tests.Plugins;

/// <summary>Gives each test a directory for plugins.</summary>
public abstract class PluginFixture
{
    private protected TempDirectory PluginDirectory { get; private set; } = null!;

    [SetUp]
    public void Make_a_directory() => PluginDirectory = new TempDirectory();

    [TearDown]
    public void Remove_the_directory() => PluginDirectory.Dispose();
}
