using System.Net.Mail;
using System.Text;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Writes header fields (RFC 5322, section 2.2) whose text may be anything (RFC 2047).</summary>
internal static class HeaderText
{
    /// <summary>How long a subject is at most, in UTF-16 code units; what is longer is cut.</summary>
    public const int MaxSubjectLength = 200;

    private const int MaxLine = 76;

    /// <summary>So many bytes make an encoded word short enough for a line that begins with the name of the longest field here (RFC 2047, section 2).</summary>
    private const int MaxWordBytes = 39;

    /// <summary>Makes one line of a text: text from a log must not begin another field. Too long a text is cut, never within a character.</summary>
    public static string OneLine(string text)
    {
        string line = string.Concat(text.Take(MaxSubjectLength + 1).Select(static c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
        if (line.Length <= MaxSubjectLength)
            return line;
        int end = MaxSubjectLength - 1;
        return line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)] + "…";
    }

    /// <summary>Appends a field of free text.</summary>
    public static void AppendText(StringBuilder output, string name, string text) => output.Append(name).Append(": ").Append(Encode(text, name.Length + 2)).Append("\r\n");

    /// <summary>Appends a field of addresses, one a line.</summary>
    public static void AppendAddresses(StringBuilder output, string name, IEnumerable<MailAddress> addresses) =>
        output.Append(name).Append(": ").AppendJoin(",\r\n ", addresses.Select(address => Encode(address, name.Length + 2))).Append("\r\n");

    private static string Encode(MailAddress address, int column)
    {
        string mailbox = address.Address;
        if (address.DisplayName.Length == 0)
            return mailbox;
        // As encoded words even where a quoted string would do: no rules about quotes then.
        string name = address.DisplayName.All(static c => char.IsAsciiLetterOrDigit(c) || c == ' ') ? Encode(address.DisplayName, column) : EncodedWords(address.DisplayName);
        return $"{name}\r\n <{mailbox}>";
    }

    /// <summary>Encodes a text that begins at a column.</summary>
    private static string Encode(string text, int column)
    {
        string[] words = text.Split(' ');
        // Folding unfolds to the same text only between single spaces; what looks like an encoded word would be decoded.
        bool isPlain = text.All(static c => c is >= ' ' and <= '~') && !text.Contains("=?", StringComparison.Ordinal)
            && words.All(static word => word.Length is > 0 and < MaxLine - 20);
        return isPlain ? Fold(words, column) : EncodedWords(text);
    }

    private static string Fold(string[] words, int column)
    {
        var output = new StringBuilder();
        foreach (string word in words)
        {
            if (output.Length > 0)
            {
                bool fits = column + 1 + word.Length <= MaxLine;
                output.Append(fits ? " " : "\r\n ");
                column = fits ? column + 1 : 1;
            }
            output.Append(word);
            column += word.Length;
        }
        return output.ToString();
    }

    /// <summary>Encodes in words of "B" encoding; each holds whole characters, so that each can be decoded on its own (RFC 2047, section 5).</summary>
    private static string EncodedWords(string text)
    {
        if (text.Length == 0)
            return "";
        var words = new List<string>();
        Span<byte> bytes = stackalloc byte[MaxWordBytes];
        int count = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (count + rune.Utf8SequenceLength > MaxWordBytes)
            {
                words.Add(EncodedWord(bytes[..count]));
                count = 0;
            }
            count += rune.EncodeToUtf8(bytes[count..]);
        }
        words.Add(EncodedWord(bytes[..count]));
        return string.Join("\r\n ", words);
    }

    private static string EncodedWord(ReadOnlySpan<byte> utf8) => $"=?utf-8?B?{Convert.ToBase64String(utf8)}?=";
}
