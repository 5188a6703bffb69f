using System.Globalization;
using System.Net.Sockets;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>Says how many datagrams the kernel dropped because they came faster than they could be handled: once a minute, and at the end.</summary>
/// <remarks>The kernel counts them per socket; see the column "drops" of /proc/net/udp, proc_net(5).</remarks>
internal sealed class KernelDrops : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Socket _socket;
    private readonly ReceiverContext _context;
    private readonly ITimer _timer;
    private readonly string? _inode;
    private readonly Lock _lock = new();
    private long _said;

    public KernelDrops(Socket socket, ReceiverContext context)
    {
        (_socket, _context) = (socket, context);
        _inode = FindInode(socket);
        _timer = context.Time.CreateTimer(_ => Say(), null, Interval, Interval);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Say();
    }

    /// <summary>Finds the count in a table of the kernel; 0 when the socket is not in it.</summary>
    /// <param name="lines">The lines of /proc/net/udp.</param>
    /// <param name="inode">The socket's number.</param>
    internal static long Find(IEnumerable<string> lines, string inode)
    {
        const int InodeColumn = 9;
        const int DropsColumn = 12;
        foreach (string line in lines)
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > DropsColumn && columns[InodeColumn] == inode)
                return long.TryParse(columns[DropsColumn], NumberStyles.None, CultureInfo.InvariantCulture, out long drops) ? drops : 0;
        }
        return 0;
    }

    private static string? FindInode(Socket socket)
    {
        // socket:[12345]
        string? target = new FileInfo($"/proc/self/fd/{socket.Handle}").LinkTarget;
        int open = target?.IndexOf('[', StringComparison.Ordinal) ?? -1;
        return open < 0 ? null : target![(open + 1)..^1];
    }

    private void Say()
    {
        if (_inode is null)
            return;
        lock (_lock)
        {
            long drops = Count(_inode);
            if (drops <= _said)
                return;
            _context.Trouble.Say("drops", $"{drops - _said} UDP messages were lost because they came faster than they could be handled; senders that must not lose any should use TCP or TLS.");
            _said = drops;
        }
    }

    private long Count(string inode)
    {
        string table = _socket.AddressFamily == AddressFamily.InterNetwork ? "/proc/net/udp" : "/proc/net/udp6";
        try
        {
            return Find(File.ReadLines(table), inode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc nobody knows.
            return 0;
        }
    }
}
