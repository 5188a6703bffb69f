using Pyruse.Tests.Bans;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Packaging.Debian;

/// <summary>The built Debian package, which <c>.ci/run</c> makes before the tests and names in the variable PYRUSE_DEB.</summary>
internal static class Package
{
    public const string Variable = "PYRUSE_DEB";

    private static readonly Lazy<string> Tree = new(Extract);

    /// <summary>The file. Skips the test where there is none.</summary>
    public static string File
    {
        get
        {
            string? file = Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrEmpty(file))
                Assert.Ignore($"This test needs the Debian package: dotnet cake --target=Deb, and its path in the variable {Variable}.");
            return Path.GetFullPath(file!, PyruseProgram.Root);
        }
    }

    /// <summary>The files of the package, unpacked once for all tests, which only look at them.</summary>
    public static string Files => Tree.Value;

    /// <summary>What the package says about itself.</summary>
    public static string Field(string name) => Run("dpkg-deb", "--field", File, name).Trim();

    /// <summary>Runs a program, which must succeed, and gives what it printed.</summary>
    public static string Run(params string[] command)
    {
        (int code, string output, string error) = NetworkNamespace.Start(command, "");
        Assert.That(code, Is.Zero, $"{string.Join(' ', command)}\n{output}\n{error}");
        return output;
    }

    /// <summary>Removes what was unpacked.</summary>
    public static void CleanUp()
    {
        if (Tree.IsValueCreated)
            Directory.Delete(Tree.Value, recursive: true);
    }

    private static string Extract()
    {
        string directory = Directory.CreateTempSubdirectory("pyruse-deb-").FullName;
        Run("dpkg-deb", "--extract", File, directory);
        return directory;
    }
}

/// <summary>What the tests of the package share is removed after the last of them.</summary>
[SetUpFixture]
public sealed class PackageCleanUp
{
    [OneTimeTearDown]
    public void Remove()
    {
        Package.CleanUp();
        ScratchRoot.CleanUp();
    }
}
