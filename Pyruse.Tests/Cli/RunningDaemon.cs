using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Cli;

/// <summary>The program as a daemon, in the place of systemd: takes what it notifies of, and sends it signals.</summary>
internal sealed partial class RunningDaemon : IDisposable
{
    public const int HangUp = 1;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Socket _notifications;
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    /// <param name="directory">Where the socket for notifications goes.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="watchdog">How often systemd wants to hear of it; null: never.</param>
    /// <param name="arguments">More arguments.</param>
    public RunningDaemon(TempDirectory directory, string configuration, TimeSpan? watchdog = null, params string[] arguments)
    {
        string path = Path.Combine(directory.Path, "notify");
        _notifications = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        File.Delete(path);
        _notifications.Bind(new UnixDomainSocketEndPoint(path));
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path };
        if (watchdog is { } interval)
            environment["WATCHDOG_USEC"] = $"{interval.TotalMicroseconds:0}";
        _process = PyruseProgram.StartWith(environment, ["run", "--config", configuration, .. arguments]);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has said on standard error so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public int Id => _process.Id;

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Gives the next notification; null: there is none for a while.</summary>
    public string? Next(TimeSpan patience)
    {
        _notifications.ReceiveTimeout = (int)patience.TotalMilliseconds;
        byte[] buffer = new byte[4096];
        try
        {
            return Encoding.UTF8.GetString(buffer, 0, _notifications.Receive(buffer));
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return null;
        }
    }

    /// <summary>Waits for a notification that begins in a certain way; others before it are passed over.</summary>
    public string Await(string beginning)
    {
        while (Next(Patience) is { } notification)
        {
            if (notification.StartsWith(beginning, StringComparison.Ordinal))
                return notification;
        }
        throw new AssertionException($"The daemon did not say {beginning}, but: {Said}");
    }

    /// <summary>Has it read its configuration anew; gives what it says of that.</summary>
    public string Reload()
    {
        Signal(HangUp);
        return Await("READY=1");
    }

    public void Signal(int signal) => Assert.That(Kill(_process.Id, signal), Is.Zero, "the daemon runs");

    /// <summary>Waits until it has said something.</summary>
    public void AwaitWord(string text) => Journal.Support.Until.True(() => Said.Contains(text, StringComparison.Ordinal), $"the daemon says \"{text}\"");

    /// <summary>Ends it in order; gives what it has said.</summary>
    public string End()
    {
        Signal(Terminate);
        Assert.That(_process.WaitForExit(Patience), "the daemon ends");
        // Only then its last words are all there.
        _process.WaitForExit();
        Assert.That(_process.ExitCode, Is.Zero, Said);
        return Said;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _notifications.Dispose();
    }

    private void Note(string? line)
    {
        lock (_said)
            _said.Append(line).Append('\n');
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
