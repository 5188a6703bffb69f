using System.Net.Sockets;
using System.Text;
using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

/// <summary>The datagrams of sd_notify(3), as a service manager receives them.</summary>
public sealed class ServiceManagerTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void Each_change_of_state_is_one_datagram(bool isAbstract)
    {
        using var directory = new JournalFixture();
        string name = isAbstract ? $"@{directory.Path}" : Path.Combine(directory.Path, "notify");
        using Socket systemd = Listen(isAbstract ? $"\0{directory.Path}" : name);
        var manager = new ServiceManager(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = name }.GetValueOrDefault);
        manager.Ready("following the journal");
        Assert.That(Receive(systemd), Is.EqualTo("READY=1\nSTATUS=following the journal"));
        manager.Status("one\nREADY=1\r\ntwo");
        Assert.That(Receive(systemd), Is.EqualTo("STATUS=one READY=1 two"), "a status is one line");
        manager.Alive();
        Assert.That(Receive(systemd), Is.EqualTo("WATCHDOG=1"));
        manager.Stopping();
        Assert.That(Receive(systemd), Is.EqualTo("STOPPING=1"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("/nonexistent/notify")]
    public void Without_a_service_manager_nothing_happens(string? socket) =>
        Assert.That(() => new ServiceManager(name => name == "NOTIFY_SOCKET" ? socket : null).Ready("up"), Throws.Nothing);

    [TestCase("30000000", null, 15.0)]
    [TestCase("30000000", "", 15.0)]
    [TestCase("30000000", "own", 15.0)]
    [TestCase("30000000", "1", null)]
    [TestCase("0", null, null)]
    [TestCase("soon", null, null)]
    [TestCase(null, null, null)]
    public void The_watchdog_is_fed_twice_as_often_as_it_asks_for(string? microseconds, string? process, double? seconds)
    {
        var manager = new ServiceManager(name => name switch
        {
            "WATCHDOG_USEC" => microseconds,
            "WATCHDOG_PID" => process == "own" ? $"{Environment.ProcessId}" : process,
            _ => null,
        });
        Assert.That(manager.WatchdogInterval?.TotalSeconds, Is.EqualTo(seconds));
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)Until.Deadline.TotalMilliseconds };
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Receive(Socket socket)
    {
        byte[] buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
