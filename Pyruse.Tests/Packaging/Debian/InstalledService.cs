using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Mail.Support;

namespace Pyruse.Tests.Packaging.Debian;

/// <summary>
/// Starts the installed service as its unit says, in the place of systemd, which can't run in a test: the same user, groups, capability, environment, directories and filter of system calls,
/// without new privileges, on a file system that can't be written to, with the little of /proc that the unit leaves.
/// </summary>
internal sealed class InstalledService : IDisposable
{
    private readonly Machine _machine;
    private readonly Socket _notify = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Channel<string> _notices = Channel.CreateUnbounded<string>();
    private readonly ILookup<string, string> _unit;
    private Process? _process;

    public InstalledService(Machine machine)
    {
        _machine = machine;
        string unit = machine.Run("cat /lib/systemd/system/pyruse.service");
        PassFilter(unit);
        _unit = unit.Split('\n').Where(static line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            .ToLookup(static line => line.Split('=', 2)[0], static line => line.Split('=', 2)[1]);
        string socket = Path.Combine(machine.RunDirectory, "notify");
        _notify.Bind(new UnixDomainSocketEndPoint(socket));
        File.SetUnixFileMode(socket, (UnixFileMode)0b110_110_110);
        _ = Task.Run(ReceiveAsync);
    }

    /// <summary>What the service has printed to standard error.</summary>
    public StringBuilder Errors { get; } = new();

    /// <summary>Starts it, and returns when it says that it is ready.</summary>
    public void Start()
    {
        _process = Programs.Start(_machine.Enter[0], [.. _machine.Enter[1..], "unshare", "--mount", "sh", "-ec", Script()]);
        _process.ErrorDataReceived += (_, line) => Errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        Await("READY=1");
    }

    /// <summary>Waits for what the service tells systemd.</summary>
    public string Await(string part)
    {
        using var deadline = new CancellationTokenSource(Until.Deadline);
        try
        {
            while (true)
            {
                string notice = _notices.Reader.ReadAsync(deadline.Token).AsTask().GetAwaiter().GetResult();
                if (notice.Contains(part, StringComparison.Ordinal))
                    return notice;
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new AssertionException($"The service does not say {part}:\n{Errors}", exception);
        }
    }

    /// <summary>Ends it.</summary>
    /// <returns>Its exit code.</returns>
    public int Stop()
    {
        _machine.Run("kill $(cat /run/service.pid)");
        Assert.That(_process!.WaitForExit(Until.Deadline), "the service ends");
        int code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    public void Dispose()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        _notify.Dispose();
    }

    /// <summary>What systemd does before it starts the program; see systemd.exec(5).</summary>
    private string Script()
    {
        string user = Value("User");
        string capability = Value("AmbientCapabilities").Replace("CAP_", "+", StringComparison.Ordinal).ToLowerInvariant();
        return $"""
            install --directory --mode={Value("StateDirectoryMode")} --owner={user} --group={user} /var/lib/{Value("StateDirectory")}
            install --directory --mode=0755 --owner={user} --group={user} /run/{Value("RuntimeDirectory")}
            mount --make-rprivate /
            for kept in /var/lib/{Value("StateDirectory")} /run /dev; do mount --rbind $kept $kept; done
            mount -t tmpfs tmpfs /tmp
            mount -o remount,bind,ro /
            mount -t proc -o hidepid={Value("ProtectProc")} proc /proc
            umask {Value("UMask")}
            cd /
            echo $$ >/run/service.pid
            exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NOTIFY_SOCKET=/run/notify {string.Join(' ', _unit["Environment"])} \
                setpriv --reuid={user} --regid={Value("Group")} --groups={user},{Value("SupplementaryGroups")} --no-new-privs \
                --inh-caps=-all,{capability} --ambient-caps=-all,{capability} --bounding-set=-all,{capability} \
                perl /run/with_filter.pl /run/filter {Value("ExecStart")}
            """;
    }

    /// <summary>Gives the machine the unit's filter of system calls, and what runs a program under it.</summary>
    private void PassFilter(string unit)
    {
        string directory = Path.Combine(PyruseProgram.Root, "Pyruse.Tests", "Packaging", "Debian");
        string file = Path.Combine(_machine.RunDirectory, "unit");
        File.WriteAllText(file, unit);
        Package.Run(MailTools.Python, Path.Combine(directory, "syscall_filter.py"), file, Path.Combine(_machine.RunDirectory, "filter"));
        File.Copy(Path.Combine(directory, "with_filter.pl"), Path.Combine(_machine.RunDirectory, "with_filter.pl"));
    }

    private string Value(string key) => _unit[key].Single();

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (true)
                _notices.Writer.TryWrite(Encoding.UTF8.GetString(buffer, 0, await _notify.ReceiveAsync(buffer)));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            _notices.Writer.TryComplete();
        }
    }
}
