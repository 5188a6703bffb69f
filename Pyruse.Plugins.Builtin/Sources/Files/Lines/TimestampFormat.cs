using System.Buffers.Text;

namespace Pyruse.Plugins.Builtin.Sources.Files.Lines;

/// <summary>
/// Reads times as a format with strftime's codes describes them: %Y %y %m %d %e %j %b %B %h %H %k %I %l %p %M %S %f %z %Z %s %a %A %n %t %%, and for
/// short %F %T %D %R. %f is any number of digits of a fraction; %z takes +hhmm, +hh:mm, +hh and Z; a space takes any number of them.
/// </summary>
/// <remarks>Immutable; nothing is allocated while reading.</remarks>
internal sealed class TimestampFormat
{
    private static readonly byte[][] Months = [.. new[] { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" }.Select(System.Text.Encoding.ASCII.GetBytes)];
    private static readonly byte[][] LongMonths =
        [.. new[] { "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private readonly string _format;

    private TimestampFormat(string format) => _format = format;

    /// <summary>As syslog daemons write by default: <c>Jan  2 03:04:05</c>.</summary>
    public static TimestampFormat Syslog { get; } = Parse("%b %e %H:%M:%S");

    /// <summary>As RFC 3339 has it, with or without fraction and zone: <c>2026-01-02T03:04:05.678+01:00</c>; the letter may be a space.</summary>
    public static TimestampFormat Iso { get; } = new("\u0001");

    /// <summary>Reads a format.</summary>
    /// <exception cref="FormatException">A code is not known; the message is a sentence.</exception>
    public static TimestampFormat Parse(string format)
    {
        string expanded = format.Replace("%F", "%Y-%m-%d", StringComparison.Ordinal).Replace("%T", "%H:%M:%S", StringComparison.Ordinal)
            .Replace("%D", "%m/%d/%y", StringComparison.Ordinal).Replace("%R", "%H:%M", StringComparison.Ordinal);
        for (int i = expanded.IndexOf('%', StringComparison.Ordinal); i >= 0; i = i + 2 <= expanded.Length ? expanded.IndexOf('%', i + 2) : -1)
        {
            char code = i + 1 < expanded.Length ? expanded[i + 1] : '\0';
            if (!"YymdejbBhHkIlpMSfzZsaAnt%".Contains(code, StringComparison.Ordinal))
                throw new FormatException($"The format \"{format}\" has %{(code == '\0' ? "at its end" : code)}, which is no code; use such as \"%Y-%m-%d %H:%M:%S\" or \"%b %e %H:%M:%S\".");
        }
        if (!expanded.Contains('%', StringComparison.Ordinal))
            throw new FormatException($"The format \"{format}\" has no code; use such as \"%Y-%m-%d %H:%M:%S\" or \"%b %e %H:%M:%S\".");
        return new(expanded);
    }

    /// <summary>Reads the time that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="zone">The zone of times that tell none.</param>
    /// <param name="reference">About when the text was written, in microseconds since 1970-01-01 UTC, for times that tell no year.</param>
    /// <param name="time">The time, likewise.</param>
    /// <param name="length">How many bytes it takes.</param>
    public bool TryRead(ReadOnlySpan<byte> text, TimeZoneInfo zone, long reference, out long time, out int length)
    {
        var parts = new TimeParts { Month = 1, Day = 1 };
        time = 0;
        length = 0;
        return (this == Iso ? TryReadIso(text, ref parts, ref length) : TryRead(text, ref parts, ref length)) && parts.TryCombine(zone, reference, out time);
    }

    private static bool TryReadIso(ReadOnlySpan<byte> text, ref TimeParts parts, ref int at)
    {
        int year = 0;
        int month = 0;
        int day = 0;
        if (!Number(text, ref at, 4, 4, out year) || !Literal(text, ref at, '-') || !Number(text, ref at, 2, 2, out month) || !Literal(text, ref at, '-') || !Number(text, ref at, 2, 2, out day)
            || at >= text.Length || text[at] is not ((byte)'T' or (byte)'t' or (byte)' '))
        {
            return false;
        }
        at++;
        if (!Number(text, ref at, 2, 2, out int hour) || !Literal(text, ref at, ':') || !Number(text, ref at, 2, 2, out int minute))
            return false;
        int second = 0;
        if (at < text.Length && text[at] == ':' && (!Literal(text, ref at, ':') || !Number(text, ref at, 2, 2, out second)))
            return false;
        parts.Set(year, month, day, hour, minute, second);
        if (at + 1 < text.Length && text[at] is (byte)'.' or (byte)',' && char.IsAsciiDigit((char)text[at + 1]))
        {
            at++;
            Fraction(text, ref at, ref parts);
        }
        Zone(text, ref at, ref parts);
        return true;
    }

    private static bool Literal(ReadOnlySpan<byte> text, ref int at, char letter)
    {
        if (at >= text.Length || text[at] != letter)
            return false;
        at++;
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> text, ref int at, int min, int max, out int number)
    {
        number = 0;
        int begin = at;
        while (at < text.Length && at - begin < max && char.IsAsciiDigit((char)text[at]))
            number = (number * 10) + (text[at++] - '0');
        return at - begin >= min;
    }

    private static void Fraction(ReadOnlySpan<byte> text, ref int at, ref TimeParts parts)
    {
        int scale = 100_000;
        for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++, scale /= 10)
            parts.Microsecond += (text[at] - '0') * scale;
    }

    private static bool Zone(ReadOnlySpan<byte> text, ref int at, ref TimeParts parts)
    {
        if (at < text.Length && text[at] is (byte)'Z' or (byte)'z')
        {
            at++;
            parts.OffsetMinutes = 0;
            return true;
        }
        int i = at + 1;
        if (at >= text.Length || text[at] is not ((byte)'+' or (byte)'-') || !Number(text, ref i, 2, 2, out int hours))
            return false;
        int afterHours = i;
        if (i < text.Length && text[i] == ':')
            i++;
        if (!Number(text, ref i, 2, 2, out int minutes))
            (i, minutes) = (afterHours, 0);
        parts.OffsetMinutes = (text[at] == '-' ? -1 : 1) * ((hours * 60) + minutes);
        at = i;
        return hours < 24 && minutes < 60;
    }

    private static bool Name(ReadOnlySpan<byte> text, ref int at, byte[][] names, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            if (text.Length - at < names[index].Length || !System.Text.Ascii.EqualsIgnoreCase(text.Slice(at, names[index].Length), names[index]))
                continue;
            at += names[index].Length;
            return true;
        }
        return false;
    }

    private static bool Letters(ReadOnlySpan<byte> text, ref int at)
    {
        int begin = at;
        while (at < text.Length && char.IsAsciiLetter((char)text[at]))
            at++;
        return at > begin;
    }

    private static void Spaces(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t')
            at++;
    }

    private bool TryRead(ReadOnlySpan<byte> text, ref TimeParts parts, ref int at)
    {
        for (int i = 0; i < _format.Length; i++)
        {
            char letter = _format[i];
            if (letter is ' ' or '\t')
            {
                Spaces(text, ref at);
                continue;
            }
            if (letter != '%')
            {
                if (!Literal(text, ref at, letter))
                    return false;
                continue;
            }
            if (!TryReadCode(_format[++i], text, ref at, ref parts))
                return false;
        }
        return true;
    }

    private static bool TryReadCode(char code, ReadOnlySpan<byte> text, ref int at, ref TimeParts parts)
    {
        switch (code)
        {
            case 'Y':
                return Number(text, ref at, 4, 4, out parts.Year) && (parts.HasYear = true);
            case 'y':
                parts.HasYear = true;
                bool isRead = Number(text, ref at, 2, 2, out parts.Year);
                parts.Year += parts.Year < 69 ? 2000 : 1900;
                return isRead;
            case 'm':
                return Number(text, ref at, 1, 2, out parts.Month);
            case 'd' or 'e':
                Spaces(text, ref at);
                return Number(text, ref at, 1, 2, out parts.Day);
            case 'j':
                return Number(text, ref at, 1, 3, out parts.DayOfYear) && parts.DayOfYear > 0;
            case 'b' or 'B' or 'h':
                isRead = Name(text, ref at, LongMonths, out int month) || Name(text, ref at, Months, out month);
                parts.Month = month + 1;
                return isRead;
            case 'H' or 'k' or 'I' or 'l':
                Spaces(text, ref at);
                return Number(text, ref at, 1, 2, out parts.Hour);
            case 'p':
                parts.IsAfternoon = at < text.Length && text[at] is (byte)'P' or (byte)'p';
                parts.HasHalf = true;
                return Letters(text, ref at);
            case 'M':
                return Number(text, ref at, 1, 2, out parts.Minute);
            case 'S':
                return Number(text, ref at, 1, 2, out parts.Second);
            case 'f':
                int begin = at;
                Fraction(text, ref at, ref parts);
                return at > begin;
            case 'z':
                return Zone(text, ref at, ref parts);
            case 's':
                bool isEpoch = Utf8Parser.TryParse(text[at..], out long seconds, out int taken) && seconds is >= 0 and < 253_402_300_800;
                at += taken;
                parts.Epoch = seconds;
                return isEpoch;
            case 'Z':
                int nameStart = at;
                bool isName = Letters(text, ref at);
                ReadOnlySpan<byte> name = text[nameStart..at];
                if (name.SequenceEqual("UTC"u8) || name.SequenceEqual("GMT"u8) || name.SequenceEqual("Z"u8))
                    parts.OffsetMinutes = 0;
                return isName;
            case 'a' or 'A':
                return Letters(text, ref at);
            case 'n' or 't':
                Spaces(text, ref at);
                return true;
            default:
                return Literal(text, ref at, '%');
        }
    }
}
