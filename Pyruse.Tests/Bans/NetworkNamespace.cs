using System.Diagnostics;

namespace Pyruse.Tests.Bans;

/// <summary>A network namespace of its own, with an own firewall, that is gone after the test. The machine's firewall is never touched.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private static int _count;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>The nft program of the namespace, as a configuration names it.</summary>
    public string[] Nft => ["ip", "netns", "exec", Name, "nft"];

    /// <summary>The ipset program of the namespace, as a configuration names it.</summary>
    public string[] Ipset => ["ip", "netns", "exec", Name, "ipset"];

    /// <summary>Makes one; ignores the test where that is impossible.</summary>
    public static NetworkNamespace Make(params string[] programs)
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Ignore("Network namespaces need root.");
        string[] directories = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];
        foreach (string program in programs.Append("ip"))
        {
            if (!directories.Any(directory => File.Exists(Path.Combine(directory, program))))
                Assert.Ignore($"The program {program} is not installed.");
        }
        var made = new NetworkNamespace($"pyruse-test-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
        if (Start(["ip", "netns", "add", made.Name], "").ExitCode is not 0 and var code)
            Assert.Ignore($"No network namespace can be made here: \"ip netns add\" ended with {code}.");
        return made;
    }

    /// <summary>Runs a program in the namespace, which must succeed.</summary>
    public string Run(string command, string input = "")
    {
        (int code, string output, string error) = Start(["ip", "netns", "exec", Name, .. command.Split(' ')], input);
        Assert.That(code, Is.Zero, error);
        return output;
    }

    public void Dispose() => Start(["ip", "netns", "del", Name], "");

    /// <summary>Runs a program to its end.</summary>
    public static (int ExitCode, string Output, string Error) Start(string[] command, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }
}
