using System.Diagnostics;

namespace Pyruse.Tests.Packaging;

/// <summary>Runs the .NET command line, untouched by what the test runner has put into the environment.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The framework and the configuration that the tests, and all that belongs to them, were built in.</summary>
    public static (string Configuration, string Framework) Built { get; } = Place(TestContext.CurrentContext.TestDirectory.TrimEnd('/'));

    /// <summary>Runs a command, which must succeed, and gives what it printed.</summary>
    public static string Run(string directory, params string[] arguments) => Run(directory, [], arguments);

    /// <summary>Runs a command with more variables in its environment.</summary>
    public static string Run(string directory, IEnumerable<(string Name, string Value)> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet {string.Join(' ', arguments)} did not end within {Limit}.");
        }
        Assert.That(process.ExitCode, Is.Zero, $"dotnet {string.Join(' ', arguments)}\n{output.Result}\n{error.Result}");
        return output.Result;
    }

    /// <summary>Takes <c>…/bin/CONFIGURATION/FRAMEWORK</c> apart.</summary>
    private static (string Configuration, string Framework) Place(string directory) => (Path.GetFileName(Path.GetDirectoryName(directory)!), Path.GetFileName(directory));
}
