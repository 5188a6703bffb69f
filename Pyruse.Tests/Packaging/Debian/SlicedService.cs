using System.Diagnostics;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Packaging.Debian;

/// <summary>A program on a machine, in a control group that makes journald see it as a systemd service; see cgroups(7).</summary>
/// <param name="name">The service's name, which entries have in _SYSTEMD_UNIT.</param>
internal sealed class SlicedService(string name) : IDisposable
{
    /// <summary>Where systemd has its groups, in the layouts that there are.</summary>
    private static readonly string[] Hierarchies = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup"];

    private readonly string _slice = $"pyrusetest{Environment.ProcessId}.slice";
    private readonly List<string> _groups = [];
    private Process? _process;

    /// <summary>Starts the program.</summary>
    public void Start(Machine machine, string command)
    {
        foreach (string hierarchy in Hierarchies.Where(static directory => File.Exists(Path.Combine(directory, "cgroup.procs"))))
            _groups.Add(Directory.CreateDirectory(Path.Combine(hierarchy, _slice, $"{name}.service")).FullName);
        string join = string.Concat(_groups.Select(static group => $"echo 0 >{group}/cgroup.procs; "));
        _process = Programs.Start("/bin/sh", "-ec", $"{join}exec {string.Join(' ', machine.Enter)} {command}");
        Until.True(() => machine.Try("ssh-keyscan -T 1 127.0.0.1").Output.Length > 0, $"{name} answers");
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
        }
        // A group can be removed when the last process in it is gone.
        foreach (string group in _groups)
            Until.True(() => TryRemove(group), $"{group} is empty");
    }

    private static bool TryRemove(string group)
    {
        try
        {
            Directory.Delete(group);
            Directory.Delete(Path.GetDirectoryName(group)!);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(group);
        }
    }
}
