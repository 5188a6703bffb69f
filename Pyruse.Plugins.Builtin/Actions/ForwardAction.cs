using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Forwarding;

namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>
/// Sends the entry on to another syslog server, as a message of RFC 5424: octet-counted over TCP and TLS, a datagram over UDP. While the server is away, messages
/// wait on disk.
/// </summary>
[Action("forward")]
public sealed class ForwardAction : IAction
{
    private const long LeastQueue = 1024 * 1024;

    private readonly ForwardTarget _target;
    private readonly IForwarding _forwarding;
    private readonly ForwardedMessage _message;

    /// <summary>Makes the action.</summary>
    /// <param name="to">The server: tcp://, tls:// or udp:// with a name or address, and a port (default: 514, for TLS 6514).</param>
    /// <param name="forwarding">Sends messages on.</param>
    /// <param name="fields">The fields of the workflow.</param>
    /// <param name="message">The text of the message; default: "{MESSAGE}". Its header is made from the fields that syslog and the journal have.</param>
    /// <param name="ca">For TLS: the server's certificate must come from one of the authorities in this PEM file; default: from one that this machine trusts.</param>
    /// <param name="cert">For TLS: the certificate in PEM that is shown to the server; default: none.</param>
    /// <param name="key">For TLS: its private key in PEM.</param>
    /// <param name="queue">How much may wait on disk while the server is away, at least 1M; what comes then is dropped and counted; default: 256M.</param>
    public ForwardAction(
        string to, IForwarding forwarding, FieldTable fields, MessageTemplate? message = null, FileInfo? ca = null, FileInfo? cert = null, FileInfo? key = null,
        ByteSize? queue = null)
    {
        ForwardTarget target = Parse(to);
        _target = target with { AuthorityFile = ca?.FullName, CertificateFile = cert?.FullName, KeyFile = key?.FullName, Queue = queue ?? target.Queue };
        if (_target.Transport != ForwardTransport.Tls && (ca ?? cert ?? key) is not null)
            throw new ArgumentException($"\"{to}\" does not speak TLS; leave out ca, cert and key, or write \"tls://\".", nameof(to));
        if (cert is null != key is null)
            throw new ArgumentException("A certificate needs its key, and a key its certificate; name both or neither.", nameof(cert));
        if (queue?.Bytes < LeastQueue)
            throw new ArgumentException("It must be at least \"1M\".", nameof(queue));
        _forwarding = forwarding;
        _message = new ForwardedMessage(fields, message ?? MessageTemplate.Parse("{MESSAGE}", fields));
        forwarding.Use(_target);
    }

    /// <inheritdoc/>
    public void Execute(LogEntry entry) => _forwarding.Forward(_target, _message.Of(entry));

    private static ForwardTarget Parse(string to)
    {
        try
        {
            return ForwardTarget.Parse(to);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException(exception.Message, nameof(to), exception);
        }
    }
}
