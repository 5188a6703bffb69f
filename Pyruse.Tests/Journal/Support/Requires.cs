namespace Pyruse.Tests.Journal.Support;

/// <summary>Skips a test, and says why, where the machine lacks what it needs. Continuous integration has all of it and lets no test be skipped.</summary>
internal static class Requires
{
    public const string JournaldPath = "/lib/systemd/systemd-journald";
    public const string JournalRemotePath = "/lib/systemd/systemd-journal-remote";
    public const string JournalctlPath = "/usr/bin/journalctl";

    public static void Root()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Ignore("This test has to be run by root.");
    }

    public static void Journald()
    {
        Root();
        Program(JournaldPath, "systemd");
        Program(JournalctlPath, "systemd");
        if (!File.Exists("/etc/machine-id") || new FileInfo("/etc/machine-id").Length < 32)
            Assert.Ignore("This test needs an /etc/machine-id; run systemd-machine-id-setup.");
    }

    public static void JournalRemote() => Program(JournalRemotePath, "systemd-journal-remote");

    private static void Program(string path, string package)
    {
        if (!File.Exists(path))
            Assert.Ignore($"This test needs {path}; install the package {package}.");
    }
}
