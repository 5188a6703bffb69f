using System.Diagnostics;
using System.Text.RegularExpressions;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Packaging;

/// <summary>The way of a new author, as docs/plugins.md leads it: each block of it is a file that is written or shown, or commands that are run, in this order, outside of the
/// source tree and with the packages alone.</summary>
public sealed partial class TutorialTests : PackedFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Test]
    public void Every_block_of_the_tutorial_works_in_its_order()
    {
        DotNet.Run(PyruseProgram.Root, "pack", "templates/Pyruse.Plugins.Templates.csproj", "--configuration", DotNet.Built.Configuration, "--output", Packages);
        string outside = Path.Combine(Outside.Path, "outside");
        string directory = outside;
        string output = "";
        int blocks = 0;
        foreach (Match block in Block().Matches(File.ReadAllText(Path.Combine(PyruseProgram.Root, "docs/plugins.md"))))
        {
            blocks++;
            string text = block.Groups["text"].Value;
            string file = Path.Combine(outside, block.Groups["file"].Value);
            if (block.Groups["language"].Value == "sh")
                (output, directory) = Run(directory, text);
            else if (block.Groups["kind"].Value == "shown")
                Assert.That(text, Is.EqualTo(File.ReadAllText(file)), $"what docs/plugins.md shows of {file}");
            else if (block.Groups["kind"].Value == "file")
                File.WriteAllText(file, text);
            else
                Assert.Fail($"Nothing says what this block of docs/plugins.md is:\n{text}");
        }
        Assert.That(blocks, Is.EqualTo(Fence().Count(File.ReadAllText(Path.Combine(PyruseProgram.Root, "docs/plugins.md"))) / 2), "blocks that were seen");
        Assert.That(output, Does.Contain("the configuration is right").And.Contain("diskd says much: DISK IS STILL FULL"));
        Assert.That(Directory.GetFiles(Path.Combine(directory, "out", "Acme.Logs"), "*.dll").Select(Path.GetFileName), Is.EqualTo(new[] { "Acme.Logs.dll" }), "what Pyruse has is not copied");
    }

    /// <summary>Runs commands in a shell in which <c>pyruse</c> is the built program and templates are kept apart; gives what they print, and where they end up.</summary>
    private (string Output, string Directory) Run(string directory, string commands)
    {
        string hive = $"--debug:custom-hive '{Outside.Path}/hive'";
        string script = commands.Replace("Pyruse.Plugins.Templates\n", $"'{Packages}/Pyruse.Plugins.Templates.{Version}.nupkg' {hive}\n", StringComparison.Ordinal)
            .Replace("-n Acme.Logs\n", $"-n Acme.Logs {hive}\n", StringComparison.Ordinal);
        var start = new ProcessStartInfo("/bin/sh", ["-ec", $"pyruse() {{ '{PyruseProgram.Executable}' \"$@\"; }}\n{script}\necho; pwd"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"This did not end within {Limit}:\n{script}");
        }
        Assert.That(process.ExitCode, Is.Zero, $"{script}\n{output.Result}\n{error.Result}");
        return (output.Result, output.Result.TrimEnd().Split('\n')[^1]);
    }

    [GeneratedRegex("(?:<!-- (?<kind>shown|file): (?<file>[^ \n]+) -->\n)?```(?<language>[a-z]+)\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("^```", RegexOptions.Multiline, 1000)]
    private static partial Regex Fence();
}
