using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Mail.Support;

namespace Pyruse.Tests.Packaging.Debian;

/// <summary>The files of a Debian machine on which nothing is installed but systemd and an SSH server; made once, from the registry of Debian, for all tests.</summary>
internal static class ScratchRoot
{
    private const string Suite = "bookworm";
    private static readonly Lazy<string> Made = new(Make);

    /// <summary>The directory, which nobody changes. Skips the test where none can be made.</summary>
    public static string Directory
    {
        get
        {
            Requires.Root();
            MailTools.Require("/usr/bin/mmdebstrap", "mmdebstrap");
            return Made.Value;
        }
    }

    public static void CleanUp()
    {
        if (Made.IsValueCreated)
            System.IO.Directory.Delete(Path.GetDirectoryName(Made.Value)!, recursive: true);
    }

    private static string Make()
    {
        // In memory where that is possible: nothing of it has to survive, and packages are installed in a third of the time.
        string above = System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        string root = System.IO.Directory.CreateDirectory(Path.Combine(above, $"pyruse-root-{Environment.ProcessId}", "root")).FullName;
        Package.Run("mmdebstrap", "--quiet", "--variant=apt", "--include=systemd,openssh-server", "--skip=cleanup/apt/lists", Suite, root);
        Package.Run("chroot", root, "systemd-machine-id-setup");
        File.Copy("/etc/resolv.conf", Path.Combine(root, "etc", "resolv.conf"), overwrite: true);
        return root;
    }
}
