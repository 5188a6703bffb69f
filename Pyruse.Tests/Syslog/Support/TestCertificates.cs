using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pyruse.Tests.Syslog.Support;

/// <summary>An authority for one test, and certificates from it, as PEM files.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _directory;
    private readonly X509Certificate2 _authority;
    private byte _serial;

    public TestCertificates(string directory)
    {
        _directory = directory;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _authority = request.CreateSelfSigned(Begin, End);
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    public string AuthorityFile => Path.Combine(_directory, "ca.pem");

    /// <summary>Makes, or replaces, a certificate; gives its file and that of its key.</summary>
    public (FileInfo Certificate, FileInfo Key) Issue(string file, string commonName)
    {
        using X509Certificate2 certificate = Make(commonName);
        var files = (Certificate: new FileInfo(Path.Combine(_directory, file + ".pem")), Key: new FileInfo(Path.Combine(_directory, file + ".key")));
        File.WriteAllText(files.Key.FullName, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.Certificate.FullName, certificate.ExportCertificatePem());
        return files;
    }

    /// <summary>Makes a certificate with its key.</summary>
    public X509Certificate2 Make(string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(_authority, Begin.AddDays(1), End.AddDays(-1), [++_serial]);
        return issued.CopyWithPrivateKey(key);
    }

    public void Dispose() => _authority.Dispose();
}
