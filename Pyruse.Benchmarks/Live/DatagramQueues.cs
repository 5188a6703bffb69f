using System.Globalization;
using System.Runtime.InteropServices;

namespace Pyruse.Benchmarks.Live;

/// <summary>How many datagrams wait in a socket: 512 on a machine that systemd has booted, 10 elsewhere, where bursts would stall what is measured.</summary>
/// <remarks>The kernel's setting belongs to the network namespace in which a socket is made (unix(7)), so a thread or process with its own changes nothing for others.</remarks>
internal static class DatagramQueues
{
    private const string Setting = "/proc/sys/net/unix/max_dgram_qlen";
    private const int Usual = 512;
    private const int NewNetworkNamespace = 0x40000000;

    /// <summary>What a shell does to make a process whose sockets have long queues; the process comes after it.</summary>
    public static string[] Command => IsShort ? ["unshare", "--net", "sh", "-c", $"echo {Usual} >{Setting}; exec \"$@\"", "sh"] : [];

    private static bool IsShort => Environment.IsPrivilegedProcess && int.Parse(File.ReadAllText(Setting), CultureInfo.InvariantCulture) < Usual;

    /// <summary>Gives long queues to the sockets that this thread makes. It must be a thread of one's own, which ends afterwards.</summary>
    public static void LengthenForThisThread()
    {
        if (IsShort && Unshare(NewNetworkNamespace) == 0)
            File.WriteAllText(Setting, $"{Usual}");
    }

    [DllImport("libc", EntryPoint = "unshare")]
    private static extern int Unshare(int flags);
}
