using System.Diagnostics;

namespace Pyruse.Tests.Cli;

/// <summary>The built program, run as a user would.</summary>
internal static class PyruseProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The top of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The executable that the build of Pyruse.Cli made.</summary>
    public static string Executable { get; } = FindExecutable();

    public static Result Run(params string[] arguments) => RunWithInput(null, arguments);

    public static Result RunWithInput(string? inputFile, params string[] arguments)
    {
        using Process process = Start(arguments);
        return Finish(process, inputFile, arguments);
    }

    /// <summary>Runs a script in which <c>pyruse</c> is the built program; nothing of it may come from elsewhere.</summary>
    public static Result RunShell(string script)
    {
        using Process process = StartProgram("/bin/sh", "-c", script.Replace("pyruse ", $"'{Executable}' ", StringComparison.Ordinal));
        return Finish(process, null, script);
    }

    private static Result Finish(Process process, string? inputFile, params string[] arguments)
    {
        if (inputFile is not null)
        {
            using FileStream input = File.OpenRead(inputFile);
            input.CopyTo(process.StandardInput.BaseStream);
        }
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            Assert.Fail($"pyruse {string.Join(' ', arguments)} did not end within {Limit}.");
        }
        return new(process.ExitCode, output.Result, error.Result);
    }

    public static Process Start(params string[] arguments) => StartProgram(Executable, arguments);

    /// <summary>Starts it with variables of the environment.</summary>
    public static Process StartWith(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartProgram("/usr/bin/env", [.. environment.Select(static variable => $"{variable.Key}={variable.Value}"), Executable, .. arguments]);

    private static Process StartProgram(string program, params string[] arguments)
    {
        // As from a terminal: what runs in the background of a script ignores SIGINT, what nohup runs ignores SIGHUP, and so would all that it starts.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=HUP,INT,QUIT", program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        start.Environment["TZ"] = "UTC";
        return Process.Start(start)!;
    }

    private static string FindRoot()
    {
        string? directory = TestContext.CurrentContext.TestDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Pyruse.slnx")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new DirectoryNotFoundException("The tests must be run from the source tree.");
    }

    private static string FindExecutable()
    {
        // The tests are built in the same configuration: …/Pyruse.Tests/bin/CONFIGURATION/net10.0.
        string framework = TestContext.CurrentContext.TestDirectory;
        string configuration = Path.GetFileName(Path.GetDirectoryName(framework.TrimEnd('/'))!);
        return Directory.GetFiles(Path.Combine(Root, "Pyruse.Cli", "bin", configuration), "pyruse", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)!;
    }

    /// <summary>What the program did.</summary>
    public sealed record Result(int ExitCode, string Output, string Error);
}
