using Pyruse.Plugins.Builtin.Sources;
using Pyruse.Plugins.Builtin.Sources.Syslog;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Syslog;

/// <summary>What can be listened at, and what is said when it can't.</summary>
[TestFixture]
public sealed class ListenAddressTests
{
    [TestCase("tcp://127.0.0.1:1514", "Tcp 127.0.0.1:1514 ")]
    [TestCase("tcp://127.0.0.1", "Tcp 127.0.0.1:514 ")]
    [TestCase("tls://[::]:6515", "Tls [::]:6515 ")]
    [TestCase("tls://[::1]", "Tls [::1]:6514 ")]
    [TestCase("udp://*", "Udp [::]:514 ")]
    [TestCase("tcp://*:1514", "Tcp [::]:1514 ")]
    [TestCase("tcp://localhost:0", "Tcp 127.0.0.1:0 ")]
    [TestCase("unix:/run/pyruse/log", "Unix  /run/pyruse/log")]
    [TestCase("unix-stream:/run/pyruse/log", "UnixStream  /run/pyruse/log")]
    [TestCase("systemd:syslog", "Inherited  syslog")]
    [TestCase("systemd+tls:syslog", "InheritedTls  syslog")]
    public void Addresses(string text, string expected)
    {
        ListenAddress address = ListenAddress.Parse(text);
        Assert.That($"{address.Transport} {address.EndPoint} {address.Name}", Is.EqualTo(expected));
    }

    [TestCase("tpc://127.0.0.1:1514")]
    [TestCase("127.0.0.1:1514")]
    [TestCase("tcp:127.0.0.1")]
    [TestCase("tcp://")]
    [TestCase("tcp://log.example.org:514")]
    [TestCase("tcp://127.0.0.1:99999")]
    [TestCase("unix:run/log")]
    [TestCase("unix:")]
    [TestCase("systemd:")]
    [TestCase("")]
    public void What_is_no_address_is_refused_with_an_example(string text) =>
        Assert.That(() => ListenAddress.Parse(text), Throws.TypeOf<FormatException>().With.Message.StartsWith($"\"{text}\" ").And.Message.Contains("such as \""));

    [Test]
    public void TLS_needs_a_certificate() => Assert.That(
        () => new SyslogSource(["tls://[::]:6514"], TimeProvider.System, new RecordingLogger()),
        Throws.ArgumentException.With.Message.StartsWith("\"tls://[::]:6514\" needs a certificate: name its files with cert and key."));

    [Test]
    public async Task A_port_that_is_taken_is_said()
    {
        await using var first = Support.TestReceiver.Tcp();
        string address = $"tcp://127.0.0.1:{first.Port}";
        await using var second = new SyslogSource([address], TimeProvider.System, new RecordingLogger());
        Assert.That(() => second.Open(new(null)), Throws.TypeOf<Pyruse.Core.Modules.SourceException>()
            .With.Message.EqualTo($"Nothing can be received at {address}: Address already in use. Another program receives there: rsyslog, perhaps."));
    }

    [Test]
    public async Task A_socket_that_the_service_manager_did_not_pass_is_said()
    {
        await using var source = new SyslogSource(["systemd:syslog"], TimeProvider.System, new RecordingLogger());
        Assert.That(() => source.Open(new(null)), Throws.TypeOf<Pyruse.Core.Modules.SourceException>().With.Message.Contains("has passed no sockets"));
    }
}
