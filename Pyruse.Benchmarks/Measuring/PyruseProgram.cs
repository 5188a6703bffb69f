namespace Pyruse.Benchmarks.Measuring;

/// <summary>The program that is measured.</summary>
internal static class PyruseProgram
{
    /// <summary>Publishes the source tree as a user would.</summary>
    /// <returns>The path of the program.</returns>
    /// <exception cref="BenchmarkException">It can't be built.</exception>
    public static string Publish()
    {
        string target = Path.Combine(Repository.Artifacts, "pyruse");
        Console.Error.WriteLine("Publishing pyruse …");
        Programs.Run(Programs.Require("dotnet", "dotnet-sdk-10.0"), ["publish", Path.Combine(Repository.Root, "Pyruse.Cli"), "-c", "Release", "-v", "quiet", "--nologo", "-o", target]);
        return Path.Combine(target, "pyruse");
    }
}
