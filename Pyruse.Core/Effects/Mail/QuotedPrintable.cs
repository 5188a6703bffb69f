using System.Text;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Encodes text as quoted-printable (RFC 2045, section 6.7).</summary>
internal static class QuotedPrintable
{
    /// <summary>How long a line may be without its end; the last character may be needed for the soft break.</summary>
    private const int MaxLine = 76;

    /// <summary>Appends a text in UTF-8. Every kind of line end becomes CRLF, the last line too has one.</summary>
    public static void Append(StringBuilder output, string text)
    {
        foreach (ReadOnlySpan<char> line in new Lines(text))
        {
            AppendLine(output, line);
            output.Append("\r\n");
        }
    }

    private static void AppendLine(StringBuilder output, ReadOnlySpan<char> line)
    {
        Span<byte> utf8 = stackalloc byte[4];
        int column = 0;
        // Neither what mailboxes begin a mail with, nor what SMTP ends one with, may stand at the beginning of a line (RFC 2049, section 3).
        bool isRisky = line.StartsWith("From ") || line.StartsWith(".");
        while (line.Length > 0)
        {
            Rune.DecodeFromUtf16(line, out Rune rune, out int length);
            line = line[length..];
            bool isPlain = !isRisky && (rune.Value is >= '!' and <= '~' and not '=' || (rune.Value is ' ' or '\t' && line.Length > 0));
            isRisky = false;
            int size = rune.EncodeToUtf8(utf8);
            int width = isPlain ? 1 : size * 3;
            // The bytes of a character stay together. The last character of a line needs no room for a soft break behind it.
            if (column + width > (line.Length > 0 ? MaxLine - 1 : MaxLine))
            {
                output.Append("=\r\n");
                column = 0;
                // This begins a line for mailboxes and SMTP too.
                if (rune.Value is '.' or 'F')
                    (isPlain, width) = (false, 3);
            }
            column += width;
            if (isPlain)
            {
                output.Append((char)rune.Value);
                continue;
            }
            foreach (byte value in utf8[..size])
                output.Append('=').Append(HexDigit(value >> 4)).Append(HexDigit(value & 15));
        }
    }

    private static char HexDigit(int value) => "0123456789ABCDEF"[value];

    /// <summary>Splits at CR, LF and CRLF alone: other separators, such as U+2028, are characters of a line.</summary>
    private ref struct Lines(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly Lines GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.Length == 0)
                return false;
            int end = _rest.IndexOfAny('\r', '\n');
            Current = end < 0 ? _rest : _rest[..end];
            int next = end < 0 ? _rest.Length : _rest[end..].StartsWith("\r\n") ? end + 2 : end + 1;
            _rest = _rest[next..];
            return true;
        }
    }
}
