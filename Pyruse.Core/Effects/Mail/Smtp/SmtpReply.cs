namespace Pyruse.Core.Effects.Mail.Smtp;

/// <summary>A server's reply (RFC 5321, section 4.2).</summary>
/// <param name="Code">The three digits.</param>
/// <param name="Lines">The text of each line, printable.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsGood => Code is >= 200 and < 400;

    public bool IsPermanent => Code >= 500;

    /// <summary>The server wants a login, another one, or TLS before it (RFC 4954, section 6): for the administrator to repair, not a judgement of the mail.</summary>
    public bool IsAboutLogin => Code is 530 or 534 or 535 or 538 or 432 or 454 or 524 or 525;

    public override string ToString() => $"{Code} {string.Join(' ', Lines)}".TrimEnd();
}

/// <summary>A server said no, or nothing that can be understood. The message is a sentence; whatever it is, the mail may be sent later.</summary>
internal sealed class SmtpException(string message) : IOException(message);
