using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Benchmarks.Compare;

/// <summary>Everybody who reads the journal, and what each needs.</summary>
/// <param name="scratch">The directory for what is compiled.</param>
/// <param name="journal">The directory with the journal.</param>
/// <param name="text">The same entries as a text file.</param>
/// <param name="entries">How many there are.</param>
internal sealed class Contenders(ScratchDirectory scratch, string journal, string text, long entries)
{
    public const string Pyruse = "pyruse replay";
    public const string Loop = "C loop on sd_journal";
    public const string Cat = "journalctl -o cat";
    public const string Fail2Ban = "fail2ban-regex, sshd";

    private const string SshFilter = "/etc/fail2ban/filter.d/sshd.conf";

    /// <summary>Names them, those that can't take part with the reason.</summary>
    public IReadOnlyList<Contender> All(string pyruse, string config)
    {
        string? journalctl = Programs.Find("journalctl");
        return
        [
            new(Pyruse, pyruse, "replay", "--config", config, "--directory", journal) { Check = HasSeenAll },
            MakeLoop(),
            new(Cat, journalctl, "-D", journal, "--no-pager", "-q", "-o", "cat") { Absence = Missing(journalctl, "systemd") },
            new("journalctl -o json", journalctl, "-D", journal, "--no-pager", "-q", "-o", "json") { Absence = Missing(journalctl, "systemd") },
            MakePythonLoop(),
            MakeFail2Ban(),
        ];
    }

    private static string? Missing(string? program, string package) => program is null ? $"it is not installed; on Debian it is in the package {package}" : null;

    /// <summary>The summary at the end of a replay begins with the number of its entries.</summary>
    private string? HasSeenAll(ProcessRun run)
    {
        string digits = string.Concat(run.Errors.TrimEnd().Split('\n')[^1].TakeWhile(static c => char.IsAsciiDigit(c) || c == ',').Where(char.IsAsciiDigit));
        return digits == $"{entries}" ? null : $"it saw {digits} entries, not {entries}";
    }

    private Contender MakeLoop()
    {
        try
        {
            return new(Loop, ProcessMeter.Compile(scratch, "enumerate", "-lsystemd"), journal, $"{entries}");
        }
        catch (BenchmarkException exception)
        {
            return new(Loop, null) { Absence = $"it can't be compiled; on Debian it needs the packages gcc and libsystemd-dev ({exception.Message.Split('\n').Last()})" };
        }
    }

    private Contender MakePythonLoop()
    {
        string? python = ((string?[])["/usr/bin/python3", Programs.Find("python3")]).FirstOrDefault(static path => path is not null && File.Exists(path) && HasSystemd(path));
        return new("python-systemd loop", python, Repository.Own("Native/enumerate.py"), journal, $"{entries}") { Absence = Missing(python, "python3-systemd") };
    }

    private static bool HasSystemd(string python)
    {
        try
        {
            Programs.Run(python, ["-c", "import systemd.journal"]);
            return true;
        }
        catch (BenchmarkException)
        {
            // Python says by its exit code that it does not have the module.
            return false;
        }
    }

    private Contender MakeFail2Ban()
    {
        string? program = File.Exists(SshFilter) ? Programs.Find("fail2ban-regex") : null;
        return new(Fail2Ban, program, text, SshFilter) { Absence = Missing(program, "fail2ban") };
    }
}
