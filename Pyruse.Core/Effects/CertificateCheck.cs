using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Pyruse.Core.Effects;

/// <summary>Takes a server's certificate only when nothing is wrong with it, and keeps in words what is.</summary>
internal sealed class CertificateCheck
{
    /// <summary>What is wrong, as a sentence; null: nothing.</summary>
    public string? Problem { get; private set; }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        Problem = Explain(certificate as X509Certificate2, chain, errors);
        return false;
    }

    private static string Explain(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return "the server showed none.";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"it is for {certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)}; name the server as its certificate does.";
        X509ChainStatusFlags status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return $"it is valid from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd} only.";
        return status.HasFlag(X509ChainStatusFlags.UntrustedRoot) || status.HasFlag(X509ChainStatusFlags.PartialChain)
            ? $"its issuer ({certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}) is not trusted by this machine; add the issuer's certificate to the machine's (update-ca-certificates), or name it in SSL_CERT_FILE."
            : $"{status}.";
    }
}
