using System.Diagnostics;
using System.Globalization;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Forwarding;
using Pyruse.Core.Entries;
using Pyruse.Plugins.Builtin.Sources;
using Pyruse.Tests.Mail.Support;
using Pyruse.Tests.Support;
using Pyruse.Tests.Syslog.Support;

namespace Pyruse.Tests.Syslog;

/// <summary>The programs of a distribution that speak syslog are understood, and understand.</summary>
[TestFixture]
public sealed class SenderTests
{
    private const string Rsyslogd = "/usr/sbin/rsyslogd";

    private TempDirectory _directory = null!;
    private TestCertificates _certificates = null!;

    [SetUp]
    public void MakeCertificates()
    {
        _directory = new TempDirectory();
        _certificates = new TestCertificates(_directory.Path);
    }

    [TearDown]
    public void RemoveCertificates()
    {
        _certificates.Dispose();
        _directory.Dispose();
    }

    [TestCase("tcp", "-T", "--rfc5424")]
    [TestCase("tcp", "-T", "--rfc3164")]
    [TestCase("tcp", "-T", "--rfc5424", "--octet-count")]
    [TestCase("tcp", "-T", "--rfc3164", "--octet-count")]
    [TestCase("udp", "-d", "--rfc5424")]
    [TestCase("udp", "-d", "--rfc3164")]
    public async Task Logger(string transport, params string[] options)
    {
        MailTools.Require("/usr/bin/logger", "bsdutils");
        await using var receiver = new TestReceiver([$"{transport}://127.0.0.1:0"]);
        Run(["/usr/bin/logger", "-n", "127.0.0.1", "-P", receiver.Port.ToString(CultureInfo.InvariantCulture), .. options, "-t", "tester", "-p", "auth.notice", "--id=42", "Grüße"]);
        await AssertReceivedAsync(receiver);
    }

    [Test]
    public async Task Logger_on_a_Unix_socket()
    {
        MailTools.Require("/usr/bin/logger", "bsdutils");
        string path = Path.Combine(_directory.Path, "log");
        await using var receiver = new TestReceiver(["unix:" + path]);
        Run(["/usr/bin/logger", "-u", path, "-t", "tester", "-p", "auth.notice", "--id=42", "Grüße"]);
        await AssertReceivedAsync(receiver);
    }

    [Test]
    public async Task OpenSSL_s_client()
    {
        MailTools.Require("/usr/bin/openssl", "openssl");
        await using TestReceiver receiver = ReceiveTls();
        Run(["/usr/bin/openssl", "s_client", "-connect", $"127.0.0.1:{receiver.Port}", "-CAfile", _certificates.AuthorityFile, "-verify_return_error", "-quiet", "-no_ign_eof"],
            "<37>tester[42]: Grüße\n");
        await AssertReceivedAsync(receiver);
    }

    [TestCase("traditional")]
    [TestCase("octet-counted")]
    public async Task Rsyslog_over_TCP(string framing)
    {
        await using var receiver = TestReceiver.Tcp();
        await AssertRsyslogAsync(receiver, $"TCP_Framing=\"{framing}\"");
    }

    [Test]
    public async Task Rsyslog_in_the_format_of_RFC_5424()
    {
        await using var receiver = TestReceiver.Tcp();
        await AssertRsyslogAsync(receiver, "template=\"RSYSLOG_SyslogProtocol23Format\"");
    }

    [Test]
    public async Task Rsyslog_over_TLS()
    {
        if (!Directory.EnumerateDirectories("/usr/lib").Any(static directory => File.Exists(Path.Combine(directory, "rsyslog", "lmnsd_gtls.so"))))
            Assert.Ignore("This test needs rsyslog's TLS driver; install the package rsyslog-gnutls.");
        await using TestReceiver receiver = ReceiveTls();
        await AssertRsyslogAsync(receiver, "StreamDriver=\"gtls\" StreamDriverMode=\"1\" StreamDriverAuthMode=\"x509/name\" StreamDriverPermittedPeers=\"localhost\"");
    }

    [Test]
    public async Task What_is_forwarded_goes_through_rsyslog_and_back()
    {
        MailTools.Require(Rsyslogd, "rsyslog");
        await using var receiver = TestReceiver.Tcp();
        int port = TestReceiver.FreePort();
        string configuration = _directory.Write("rsyslog.conf", $"""
            module(load="imtcp")
            input(type="imtcp" address="127.0.0.1" port="{port}")
            action(type="omfwd" target="127.0.0.1" port="{receiver.Port}" protocol="tcp" template="RSYSLOG_SyslogProtocol23Format")
            """);
        ForwardTarget target = ForwardTarget.Parse($"tcp://127.0.0.1:{port}");
        await using var service = new ForwardService(Path.Combine(_directory.Path, "forward"), TimeProvider.System, receiver.Log);
        service.Start([target]);
        service.Add(new ForwardEffect(new EffectOrigin("test", 0, 0, ""), "", "<37>1 2026-01-31T12:00:00Z web1 tester 42 - [a@1 b=\"c\"] Grüße") { Target = target });
        service.Flush();
        using Process rsyslog = StartRsyslog(configuration);
        try
        {
            await AssertReceivedAsync(receiver);
            Assert.That((receiver.Entry["_HOSTNAME"], receiver.Entry["SYSLOG_STRUCTURED_DATA"]), Is.EqualTo(("web1", "[a@1 b=\"c\"]")));
        }
        finally
        {
            rsyslog.Kill();
            await rsyslog.WaitForExitAsync();
        }
    }

    private TestReceiver ReceiveTls()
    {
        (FileInfo certificate, FileInfo key) = _certificates.Issue("server", "localhost");
        return new TestReceiver(["tls://127.0.0.1:0"], (listen, test) => new SyslogSource(listen, TimeProvider.System, test.Log, certificate, key));
    }

    private async Task AssertRsyslogAsync(TestReceiver receiver, string options)
    {
        MailTools.Require(Rsyslogd, "rsyslog");
        string lines = _directory.Write("in.log", "Grüße\n");
        string configuration = _directory.Write("rsyslog.conf", $"""
            global(workDirectory="{_directory.Path}" DefaultNetstreamDriverCAFile="{_certificates.AuthorityFile}")
            module(load="imfile")
            input(type="imfile" File="{lines}" Tag="tester[42]:" Facility="auth" Severity="notice")
            action(type="omfwd" target="127.0.0.1" port="{receiver.Port}" protocol="tcp" {options})
            """);
        using Process rsyslog = StartRsyslog(configuration);
        try
        {
            await AssertReceivedAsync(receiver);
        }
        finally
        {
            rsyslog.Kill();
            await rsyslog.WaitForExitAsync();
        }
    }

    private Process StartRsyslog(string configuration) => Process.Start(
        new ProcessStartInfo(Rsyslogd, ["-n", "-C", "-f", configuration, "-i", Path.Combine(_directory.Path, "pid")]) { RedirectStandardError = true, UseShellExecute = false })!;

    private static async Task AssertReceivedAsync(TestReceiver receiver)
    {
        LogEntry entry = await receiver.NextAsync();
        Assert.That(
            (entry["PRIORITY"], entry["SYSLOG_FACILITY"], entry["SYSLOG_IDENTIFIER"], entry["SYSLOG_PID"], entry["MESSAGE"]),
            Is.EqualTo(("5", "4", "tester", "42", "Grüße")));
    }

    private static void Run(string[] command, string input = "")
    {
        (int code, _, string error) = MailTools.Run(command, input);
        Assert.That(code, Is.Zero, error);
    }
}
