using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Plugins.Builtin.Sources;
using Pyruse.Tests.Support;
using Pyruse.Tests.Syslog.Support;

namespace Pyruse.Tests.Syslog;

/// <summary>Syslog over TLS: RFC 5425, certificates of clients, handshakes that are never finished, and certificates that change.</summary>
[TestFixture]
public sealed class TlsReceivingTests
{
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

    [Test]
    public async Task Messages_come_over_TLS()
    {
        await using TestReceiver receiver = Receive();
        using SslStream client = await ConnectAsync(receiver);
        await client.WriteAsync("12 <13>a: hello<13>a: world\n"u8.ToArray());
        Assert.That(await receiver.NextAsync(2), Is.EqualTo(new[] { "hello", "world" }));
    }

    [Test]
    public async Task A_client_is_known_by_the_name_in_its_certificate()
    {
        await using TestReceiver receiver = Receive(clientAuthority: _certificates.AuthorityFile);
        using SslStream client = await ConnectAsync(receiver, _certificates.Make("web1.example.org"));
        await client.WriteAsync("<13>a: x\n"u8.ToArray());
        LogEntry entry = await receiver.NextAsync();
        Assert.That((entry["PYRUSE_PEER"], entry["PYRUSE_PEER_CN"]), Is.EqualTo(("127.0.0.1", "web1.example.org")));
    }

    [Test]
    public async Task A_client_without_certificate_or_with_one_from_elsewhere_is_sent_away()
    {
        await using TestReceiver receiver = Receive(clientAuthority: _certificates.AuthorityFile);
        using var elsewhere = new TempDirectory();
        using var others = new TestCertificates(elsewhere.Path);
        await AssertSentAwayAsync(receiver, null);
        await AssertSentAwayAsync(receiver, others.Make("web1.example.org"));
        using SslStream good = await ConnectAsync(receiver, _certificates.Make("good"));
        await good.WriteAsync("<13>a: good\n"u8.ToArray());
        Assert.That(await receiver.NextAsync(1), Is.EqualTo(new[] { "good" }));
        Assert.That(receiver.Log.Messages, Has.Some.StartsWith("Warning: The TLS handshake with 127.0.0.1 failed: "));
    }

    [Test]
    public async Task A_client_that_speaks_no_TLS_disturbs_nobody()
    {
        await using TestReceiver receiver = Receive();
        await receiver.SendAsync("<13>a: plain\n");
        using SslStream client = await ConnectAsync(receiver);
        await client.WriteAsync("<13>a: secured\n"u8.ToArray());
        Assert.That(await receiver.NextAsync(1), Is.EqualTo(new[] { "secured" }));
    }

    [Test]
    public async Task A_handshake_that_takes_too_long_is_given_up()
    {
        var time = new ManualTime();
        await using TestReceiver receiver = Receive(time: time);
        using TcpClient stalling = await receiver.ConnectAsync();
        await time.AdvanceToTimer(TimeSpan.FromSeconds(10));
        Assert.That(await stalling.GetStream().ReadAsync(new byte[1]), Is.Zero);
    }

    [Test]
    public async Task Of_a_thousand_connections_those_that_stall_in_the_handshake_hold_up_nobody()
    {
        const int Stalling = 200;
        const int Sending = 800;
        await using TestReceiver receiver = Receive(time: new ManualTime());
        List<TcpClient> stalling = [];
        List<SslStream> sending = [];
        for (int i = 0; i < Stalling; i++)
        {
            TcpClient client = await receiver.ConnectAsync();
            stalling.Add(client);
            // Half of them send a part of their greeting.
            if (i % 2 == 0)
                await client.GetStream().WriteAsync(new byte[] { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01 });
        }
        for (int i = 0; i < Sending; i++)
            sending.Add(await ConnectAsync(receiver));
        for (int i = 0; i < Sending; i++)
            await sending[i].WriteAsync(System.Text.Encoding.ASCII.GetBytes($"<13>a: {i}\n"));
        string[] texts = await receiver.NextAsync(Sending);
        Assert.That(texts.Select(int.Parse).Order(), Is.EqualTo(Enumerable.Range(0, Sending)));
        sending.ForEach(static client => client.Dispose());
        stalling.ForEach(static client => client.Dispose());
    }

    [Test]
    public async Task A_certificate_that_changes_is_used_for_new_connections_and_a_broken_one_is_not()
    {
        var time = new ManualTime();
        await using TestReceiver receiver = Receive(time: time);
        (FileInfo certificate, _) = _certificates.Issue("server", "second");
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(await NameOfServerAsync(receiver), Is.EqualTo("second"));
        File.WriteAllText(certificate.FullName, "broken");
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(await NameOfServerAsync(receiver), Is.EqualTo("second"));
        Assert.That(receiver.Log.Messages, Has.Some.StartsWith($"Error: The certificate {certificate.FullName} "));
    }

    [Test]
    public async Task A_certificate_that_can_not_be_used_is_said_at_the_start()
    {
        (FileInfo certificate, FileInfo key) = _certificates.Issue("server", "first");
        File.WriteAllText(key.FullName, "broken");
        await using var source = new SyslogSource(["tls://127.0.0.1:0"], TimeProvider.System, new RecordingLogger(), certificate, key);
        Assert.That(() => source.Open(new(null)), Throws.TypeOf<SourceException>().With.Message.StartsWith($"The certificate {certificate.FullName} with the key {key.FullName} can't be used: "));
    }

    private TestReceiver Receive(string? clientAuthority = null, TimeProvider? time = null)
    {
        (FileInfo certificate, FileInfo key) = _certificates.Issue("server", "first");
        return new TestReceiver(["tls://127.0.0.1:0"], (listen, test) => new SyslogSource(
            listen, time ?? TimeProvider.System, test.Log, certificate, key, clientAuthority is null ? null : new FileInfo(clientAuthority)));
    }

    private static async Task<SslStream> ConnectAsync(TestReceiver receiver, X509Certificate2? certificate = null)
    {
        var stream = new SslStream((await receiver.ConnectAsync()).GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
            ClientCertificates = certificate is null ? null : [certificate],
        });
        return stream;
    }

    private static async Task<string> NameOfServerAsync(TestReceiver receiver)
    {
        using SslStream stream = await ConnectAsync(receiver);
        return ((X509Certificate2)stream.RemoteCertificate!).GetNameInfo(X509NameType.SimpleName, forIssuer: false);
    }

    private static async Task AssertSentAwayAsync(TestReceiver receiver, X509Certificate2? certificate)
    {
        try
        {
            using SslStream client = await ConnectAsync(receiver, certificate);
            await client.WriteAsync("<13>a: bad\n"u8.ToArray());
            Assert.That(await client.ReadAsync(new byte[1]), Is.Zero);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // Sent away in the middle of it.
        }
    }
}
