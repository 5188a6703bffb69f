using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>The sockets that the service manager has opened for this process: see sd_listen_fds(3).</summary>
internal static partial class InheritedSockets
{
    private const int First = 3;
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC

    /// <summary>Takes the sockets of a name. Each is a duplicate of its own, that programs run by this process do not inherit.</summary>
    /// <param name="name">The name that FileDescriptorName= of the socket unit gives.</param>
    /// <exception cref="SourceException">There are none.</exception>
    public static IReadOnlyList<Socket> Take(string name)
    {
        string[] names = Names();
        List<Socket> sockets = [];
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] == name)
                sockets.Add(Open(First + i));
        }
        if (sockets.Count > 0)
            return sockets;
        throw new SourceException(names.Length == 0
            ? $"The service manager has passed no sockets, but listen = \"systemd:{name}\" wants one; start this through its socket unit."
            : $"The service manager has passed no socket named \"{name}\", but {string.Join(", ", names.Select(static other => $"\"{other}\""))}; see FileDescriptorName= in systemd.socket(5).");
    }

    private static string[] Names()
    {
        if (Environment.GetEnvironmentVariable("LISTEN_PID") != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            || !int.TryParse(Environment.GetEnvironmentVariable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count > 4096)
        {
            return [];
        }
        string[] given = Environment.GetEnvironmentVariable("LISTEN_FDNAMES")?.Split(':') ?? [];
        return [.. Enumerable.Range(0, count).Select(i => i < given.Length ? given[i] : "unknown")];
    }

    private static Socket Open(int descriptor)
    {
        int own = DuplicateDescriptor(descriptor, DuplicateCloseOnExec, First);
        if (own < 0)
            throw new SourceException($"The socket that the service manager has passed as descriptor {descriptor} can't be used: {Marshal.GetLastPInvokeErrorMessage()}.");
        try
        {
            return new Socket(new SafeSocketHandle(own, ownsHandle: true));
        }
        catch (SocketException exception)
        {
            throw new SourceException($"What the service manager has passed as descriptor {descriptor} is no socket: {exception.Message}.", exception);
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int DuplicateDescriptor(int descriptor, int command, int lowest);
}
