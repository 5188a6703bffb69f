using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pyruse.Journal;

/// <summary>Tells systemd about the state of the service, see sd_notify(3). Does nothing when systemd did not start it.</summary>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class ServiceManager
{
    private readonly UnixDomainSocketEndPoint? _endPoint;

    /// <summary>Makes one from the environment that systemd gave.</summary>
    public ServiceManager()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    internal ServiceManager(Func<string, string?> environment)
    {
        string? socket = environment("NOTIFY_SOCKET");
        // "@" stands for the NUL of an abstract name.
        if (!string.IsNullOrEmpty(socket))
            _endPoint = new UnixDomainSocketEndPoint(socket[0] == '@' ? "\0" + socket[1..] : socket);
        if (long.TryParse(environment("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            && (environment("WATCHDOG_PID") is not { Length: > 0 } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)))
        {
            WatchdogInterval = TimeSpan.FromMicroseconds(microseconds / 2.0);
        }
    }

    /// <summary>How often <see cref="Alive"/> must be said; null: systemd does not watch.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>The service is up.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>The service reads its configuration anew; it says <see cref="Ready"/> when that is done.</summary>
    public void Reloading(string status)
    {
        // Of CLOCK_MONOTONIC, as sd_notify(3) demands; that is what Stopwatch reads.
        long microseconds = (long)(Stopwatch.GetTimestamp() * (1_000_000.0 / Stopwatch.Frequency));
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}\nSTATUS={OneLine(status)}"));
    }

    /// <summary>What the service is doing, for <c>systemctl status</c>.</summary>
    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <summary>The service works.</summary>
    public void Alive() => Send("WATCHDOG=1");

    /// <summary>The service is ending.</summary>
    public void Stopping() => Send("STOPPING=1");

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Send(string message)
    {
        if (_endPoint is null)
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(message), _endPoint);
        }
        catch (SocketException)
        {
            // As with sd_notify(3) itself, a service manager that does not listen is no reason to fail.
        }
    }
}
