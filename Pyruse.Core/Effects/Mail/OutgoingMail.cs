namespace Pyruse.Core.Effects.Mail;

/// <summary>A mail ready to be sent: the same bytes whatever way it goes.</summary>
/// <param name="Id">Its Message-ID, without the angle brackets.</param>
/// <param name="Sender">The envelope's sender: an address alone, ASCII.</param>
/// <param name="Recipients">The envelope's recipients: addresses alone, ASCII; at least one.</param>
/// <param name="Content">Header and body (RFC 5322): pure ASCII, lines of at most 998 characters that end with CRLF.</param>
public sealed record OutgoingMail(string Id, string Sender, IReadOnlyList<string> Recipients, ReadOnlyMemory<byte> Content);
