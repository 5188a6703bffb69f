using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>
/// The certificate that the receiver shows, and the authority whose clients it lets in. When the files change, later handshakes use the new ones; files that
/// can't be used are told once, and the old ones serve on. Safe for use by several threads.
/// </summary>
internal sealed class TlsIdentity
{
    /// <summary>The files are looked at no more often than this.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(2);

    private readonly FileInfo _certificate;
    private readonly FileInfo _key;
    private readonly FileInfo? _clientAuthority;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // Guarded by _lock.
    private readonly Lock _lock = new();
    private Loaded _loaded;
    private string _stamp;
    private long _lastCheck;

    /// <summary>Loads the files.</summary>
    /// <param name="certificate">The certificate in PEM, followed by those of intermediate authorities.</param>
    /// <param name="key">Its private key in PEM, without a password.</param>
    /// <param name="clientAuthority">The certificates, in PEM, of the authorities that clients' certificates must come from; null: clients need none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when changed files can't be used.</param>
    /// <exception cref="SourceException">They can't be used.</exception>
    public TlsIdentity(FileInfo certificate, FileInfo key, FileInfo? clientAuthority, TimeProvider time, ILogger logger)
    {
        (_certificate, _key, _clientAuthority, _time, _logger) = (certificate, key, clientAuthority, time, logger);
        _stamp = Stamp();
        _lastCheck = time.GetTimestamp();
        _loaded = Load();
    }

    /// <summary>Makes the options of one handshake.</summary>
    public SslServerAuthenticationOptions MakeOptions()
    {
        Loaded loaded = Current();
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = loaded.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = loaded.ClientAuthorities is not null,
        };
        if (loaded.ClientAuthorities is { } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            policy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2", "Client Authentication"));
            options.CertificateChainPolicy = policy;
            options.RemoteCertificateValidationCallback = static (_, _, _, errors) => errors == SslPolicyErrors.None;
        }
        return options;
    }

    private Loaded Current()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_lastCheck) < CheckInterval)
                return _loaded;
            _lastCheck = _time.GetTimestamp();
            string stamp = Stamp();
            if (stamp == _stamp)
                return _loaded;
            _stamp = stamp;
            try
            {
                _loaded = Load();
                _logger.LogInformation("New TLS connections use the changed certificate {File}.", _certificate.FullName);
            }
            catch (SourceException exception)
            {
                _logger.LogError("{Problem} The certificate that was loaded before serves on until the files change again.", exception.Message);
            }
            return _loaded;
        }
    }

    private Loaded Load()
    {
        X509Certificate2 leaf = LoadLeaf();
        try
        {
            // The leaf comes first in its file; what follows is sent along with it.
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(_certificate.FullName);
            chain.RemoveAt(0);
            return new(SslStreamCertificateContext.Create(leaf, chain, offline: true), LoadAuthorities());
        }
        catch (CryptographicException exception)
        {
            throw new SourceException($"The certificate {_certificate.FullName} can't be used: {exception.Message}", exception);
        }
    }

    private X509Certificate2 LoadLeaf()
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(_certificate.FullName, _key.FullName);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new SourceException(
                $"The certificate {_certificate.FullName} with the key {_key.FullName} can't be used: {exception.Message.TrimEnd('.')}. Both must be PEM files that belong together, the key without a password.", exception);
        }
    }

    private X509Certificate2Collection? LoadAuthorities()
    {
        if (_clientAuthority is null)
            return null;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(_clientAuthority.FullName);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The file client_ca = {_clientAuthority.FullName} can't be used: {exception.Message}", exception);
        }
        return authorities.Count > 0 ? authorities
            : throw new SourceException($"The file client_ca = {_clientAuthority.FullName} holds no certificate; it must have at least one in PEM.");
    }

    /// <summary>What tells that a file was changed or replaced; links are followed.</summary>
    private string Stamp() => string.Join(' ', new[] { _certificate, _key, _clientAuthority }.Select(static file => file is null ? "" : Stamp(file)));

    private static string Stamp(FileInfo file)
    {
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file.FullName);
            return $"{File.GetLastWriteTimeUtc(handle).Ticks}/{RandomAccess.GetLength(handle)}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It can't be loaded either: that tells why.
            return exception.GetType().Name;
        }
    }

    private sealed record Loaded(SslStreamCertificateContext Context, X509Certificate2Collection? ClientAuthorities);
}
