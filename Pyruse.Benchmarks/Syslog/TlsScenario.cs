using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pyruse.Benchmarks.Syslog;

/// <summary>Eight hundred TLS connections that send at the same time, beside others that connect and then say nothing.</summary>
internal static class TlsScenario
{
    private const int Senders = 800;

    /// <summary>Runs it.</summary>
    /// <param name="program">The path of <c>pyruse</c>.</param>
    /// <param name="messages">How many messages all senders together send.</param>
    /// <param name="stalling">How many connections stall in the handshake. They come first.</param>
    public static async Task<LoadResult> RunAsync(string program, int messages, int stalling)
    {
        using var receiver = new Receiver(program, "cert = \"{0}/server.pem\"\nkey = \"{0}/server.key\"", PlainScenario.Count, "tls", MakeCertificate);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(receiver.Folder, "server.pem"));
        using (await receiver.ConnectAsync())
        {
            // It listens.
        }
        var silent = new List<Socket>();
        for (int i = 0; i < stalling; i++)
            silent.Add(await receiver.ConnectAsync());
        long start = Stopwatch.GetTimestamp();
        SslStream[] senders = await Task.WhenAll(Enumerable.Range(0, Senders).Select(i => ShakeHandsAsync(receiver, certificate, i)));
        double connecting = Stopwatch.GetElapsedTime(start).TotalSeconds;
        TimeSpan before = receiver.ProcessorTime;
        start = Stopwatch.GetTimestamp();
        int blocks = Math.Max(1, messages / Traffic.BlockMessages / Senders);
        byte[] block = Traffic.Block();
        await Task.WhenAll(senders.Select(sender => SendAsync(sender, block, blocks)));
        for (int i = 0; i < Senders; i++)
            await receiver.EndAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int sent = blocks * Traffic.BlockMessages * Senders;
        var result = new LoadResult(sent / seconds, (receiver.ProcessorTime - before).TotalNanoseconds / sent, receiver.Memory) { Connecting = connecting };
        foreach (IDisposable connection in senders.Concat<IDisposable>(silent))
            connection.Dispose();
        await receiver.StopAsync(sent + Senders);
        return result;
    }

    private static async Task<SslStream> ShakeHandsAsync(Receiver receiver, X509Certificate2 trusted, int number)
    {
        // Each has an address of its own.
        Socket socket = await receiver.ConnectAsync(new IPAddress([127, 1, (byte)(number / 250), (byte)(1 + (number % 250))]));
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(trusted);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy });
        return stream;
    }

    private static async Task SendAsync(SslStream sender, byte[] block, int blocks)
    {
        for (int i = 0; i < blocks; i++)
            await sender.WriteAsync(block);
        await sender.WriteAsync(Traffic.End.ToArray());
        await sender.FlushAsync();
    }

    private static void MakeCertificate(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllText(Path.Combine(directory, "server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
