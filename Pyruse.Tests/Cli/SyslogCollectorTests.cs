using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Pyruse.Tests.Mail.Support;
using Pyruse.Tests.Support;
using Pyruse.Tests.Syslog.Support;

namespace Pyruse.Tests.Cli;

/// <summary>The program as a collector of syslog, and what it prints.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SyslogCollectorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TempDirectory _directory = new();

    [TearDown]
    public void RemoveFiles() => _directory.Dispose();

    [Test]
    public async Task The_sample_writes_what_comes_over_TLS_to_a_file_for_each_sender_and_program()
    {
        using var certificates = new TestCertificates(_directory.Path);
        certificates.Issue("server", "localhost");
        int port = TestReceiver.FreePort();
        string configuration = _directory.Write("pyruse.toml", File.ReadAllText(Path.Combine(PyruseProgram.Root, "samples", "syslog-collector.toml"))
            .Replace("tls://*:6514", $"tls://127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("/etc/pyruse/tls", _directory.Path, StringComparison.Ordinal)
            .Replace("/var/log/remote", _directory.Path + "/remote", StringComparison.Ordinal)
            .Replace("/var/lib/pyruse", _directory.Path + "/state", StringComparison.Ordinal));
        using Process pyruse = PyruseProgram.Start("run", "--config", configuration);
        using (SslStream client = await ConnectAsync(port, certificates))
        {
            await client.WriteAsync("<38>1 2026-01-31T12:00:00Z web1 sshd 42 - - Accepted\n<39>1 2026-01-31T12:00:00Z web1 sshd 42 - - debugging\n"u8.ToArray());
            await client.WriteAsync("55 <38>1 2026-01-31T12:00:00Z web1 ../../etc - - - Grüße"u8.ToArray());
            await client.ShutdownAsync();
            // The end of the connection is answered when everything is received.
            Assert.That(await client.ReadAsync(new byte[1]), Is.Zero);
        }
        string said = await EndAsync(pyruse);
        Assert.That(said, Does.Contain("pyruse: 3 entries: 2 lines written to files; 0 failures of steps."));
        Assert.That(
            Directory.GetFiles(_directory.Path + "/remote/127.0.0.1").Select(static file => (Path.GetFileName(file), File.ReadAllText(file)[20..])),
            Is.EquivalentTo(new[] { ("sshd.log", "web1 sshd[42]: Accepted\n"), ("_._.._etc.log", "web1 ../../etc[-]: Grüße\n") }));
    }

    [Test]
    public void Lines_are_printed_to_standard_output()
    {
        PyruseProgram.Result result = PyruseProgram.Run("run", "--config", PrintingConfiguration(3));
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, "message 0\nmessage 1\nmessage 2\n")), result.Error);
        Assert.That(result.Error, Does.Contain("3 entries: 3 lines printed;"));
    }

    [Test]
    public void When_nobody_reads_the_output_any_more_it_ends_in_order()
    {
        PyruseProgram.Result result = PyruseProgram.RunShell($"(pyruse run --config '{PrintingConfiguration(100_000)}'; echo \"exit $?\" >&2) | head -n 1");
        Assert.That(result.Output, Is.EqualTo("message 0\n"));
        Assert.That(result.Error, Does.Contain("exit 0").And.Not.Contain("Broken pipe").And.Not.Contain("   at "));
    }

    [Test]
    public void A_replay_does_not_listen()
    {
        string configuration = _directory.Write("pyruse.toml", """
            [[source]]
            type = "syslog"
            listen = ["tcp://192.0.2.1:1"]
            [[chain]]
            name = "all"
            steps = [{ action = "forward", to = "tcp://192.0.2.2" }]
            """);
        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", configuration);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, "")), result.Error);
        Assert.That(result.Error, Does.Contain("it has nothing to replay; name stored entries with --directory, --file or --export."));
    }

    private string PrintingConfiguration(int entries)
    {
        _directory.Write("in.export", string.Concat(Enumerable.Range(0, entries).Select(static i => $"__REALTIME_TIMESTAMP=1769857200000000\nMESSAGE=message {i}\n\n")));
        return _directory.Write("pyruse.toml", """
            storage = "state"
            [[source]]
            type = "export"
            path = "in.export"
            [[chain]]
            name = "all"
            steps = [{ action = "print", message = "{MESSAGE}" }]
            """);
    }

    private static async Task<SslStream> ConnectAsync(int port, TestCertificates certificates)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                var stream = new SslStream(client.GetStream());
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPemFile(certificates.AuthorityFile);
                await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy });
                return stream;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                // It is still starting.
                client.Dispose();
            }
        }
    }

    private static async Task<string> EndAsync(Process process)
    {
        MailTools.Run(["/bin/kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync().WaitAsync(Patience);
        Assert.That(await output, Is.Empty);
        await process.WaitForExitAsync();
        return error;
    }
}
