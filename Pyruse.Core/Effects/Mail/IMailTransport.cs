using Pyruse.Core.Effects.Dispatch;

namespace Pyruse.Core.Effects.Mail;

/// <summary>A way that mails leave this machine.</summary>
/// <remarks>Used by several threads at a time. What goes wrong is in the result; only cancellation is thrown.</remarks>
public interface IMailTransport
{
    /// <summary>The way and its end, for messages: <c>the SMTP server mail.example.org:587</c>.</summary>
    string Name { get; }

    /// <summary>Tries once to send a mail.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="recipients">Those of its recipients that do not have it yet. Ways that can't tell recipients apart send it to all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<MailDelivery> SendAsync(OutgoingMail mail, IReadOnlyList<string> recipients, CancellationToken cancellationToken);
}

/// <summary>What came of an attempt to send a mail.</summary>
/// <param name="Result">What happens next, and what went wrong.</param>
public sealed record MailDelivery(EffectResult Result)
{
    /// <summary>The recipients that have it now, or will without our doing.</summary>
    public IReadOnlyList<string> Delivered { get; init; } = [];

    /// <summary>The recipients that were refused.</summary>
    public IReadOnlyList<RefusedRecipient> Refused { get; init; } = [];

    /// <summary>What the other side said at last; empty: nothing.</summary>
    public string Response { get; init; } = "";

    /// <summary>How the connection was encrypted, such as <c>TLS 1.3</c>; null: not at all, or nobody knows.</summary>
    public string? Encryption { get; init; }

    /// <summary>It was sent to all.</summary>
    public static MailDelivery Done(IReadOnlyList<string> recipients, string response = "") => new(EffectResult.Done) { Delivered = recipients, Response = response };

    /// <summary>It was not sent, but may be later.</summary>
    public static MailDelivery TryAgain(string problem) => new(EffectResult.TryAgain(problem));

    /// <summary>It was not sent, and never will be.</summary>
    public static MailDelivery GivenUp(string problem) => new(EffectResult.GivenUp(problem));
}

/// <summary>A recipient that a server did not take.</summary>
/// <param name="Address">The address.</param>
/// <param name="Reply">What the server said.</param>
/// <param name="IsPermanent">Whether it will never take it.</param>
public sealed record RefusedRecipient(string Address, string Reply, bool IsPermanent);
