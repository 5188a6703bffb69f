using System.Diagnostics;
using Pyruse.Tests.Bans;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Packaging.Debian;

/// <summary>A Debian machine for one test: files, processes, network and journal of its own, gone with all that runs in it when the test is over. See machine.sh.</summary>
internal sealed class Machine : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Process _process;
    private readonly string _first;

    public Machine()
    {
        string root = ScratchRoot.Directory;
        string[] parts = [.. ((string[])["root", "run"]).Select(name => System.IO.Directory.CreateDirectory(Path.Combine(_directory.Path, name)).FullName)];
        string script = Path.Combine(PyruseProgram.Root, "Pyruse.Tests", "Packaging", "Debian", "machine.sh");
        _process = Programs.Start("/usr/bin/unshare", ["--mount", "--pid", "--net", "--fork", "--kill-child", "sh", script, root, .. parts]);
        _process.ErrorDataReceived += static (_, line) => TestContext.Out.WriteLine(line.Data);
        _process.BeginErrorReadLine();
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(Until.Deadline) || line.Result != "ready")
            Assert.Fail("The machine does not come up.");
        _first = File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Trim();
    }

    /// <summary>Its /run, as this process sees it.</summary>
    public string RunDirectory => Path.Combine(_directory.Path, "run");

    /// <summary>What enters the machine: its files, processes, network and journal.</summary>
    public string[] Enter => ["nsenter", "--target", _first, "--mount", "--pid", "--net", "--root", "--wd"];

    /// <summary>What enters its network alone.</summary>
    public string[] EnterNetwork => ["nsenter", "--target", _first, "--net"];

    /// <summary>Runs a shell's command on the machine, which must succeed; gives what it prints.</summary>
    public string Run(string command) => Package.Run([.. Enter, .. Shell(command)]);

    /// <summary>Runs a command that may fail.</summary>
    public (int ExitCode, string Output, string Error) Try(string command) => NetworkNamespace.Start([.. Enter, .. Shell(command)], "");

    /// <summary>Runs a command with the network of the real machine: what fetches packages.</summary>
    public string RunOnline(string command) => Package.Run(["nsenter", "--target", _first, "--mount", "--pid", "--root", "--wd", .. Shell(command)]);

    /// <summary>Runs a command as another host on the same cable.</summary>
    public (int ExitCode, string Output, string Error) TryAsAttacker(string command) => Try($"nsenter --net=/proc/$(cat /run/attacker)/ns/net sh -c '{command}'");

    /// <summary>Copies a file to the machine.</summary>
    public void Copy(string file, string target)
    {
        string passed = Path.Combine(RunDirectory, Path.GetFileName(file));
        File.Copy(file, passed, overwrite: true);
        Run($"mkdir -p '{Path.GetDirectoryName(target)}' && cp '/run/{Path.GetFileName(file)}' '{target}'");
        File.Delete(passed);
    }

    /// <summary>Writes a file on the machine.</summary>
    public void Write(string target, string content) => Copy(_directory.Write("passed/" + Path.GetFileName(target), content), target);

    public void Dispose()
    {
        // Its first process ends, and everything with it.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Until.Deadline))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _directory.Dispose();
    }

    private static string[] Shell(string command) =>
        ["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "TERM=dumb", "DEBIAN_FRONTEND=noninteractive", "sh", "-ec", command];
}
