namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>Recognises and reads the two forms of a sender's time stamp: <c>Oct 11 22:14:15</c> (RFC 3164) and <c>2003-10-11T22:14:15.003Z</c> (RFC 5424, section 6.2.3).</summary>
internal static class SyslogTimestamp
{
    private const int TraditionalLength = 15;
    private const int ShortestModern = 20;
    private const long MicrosecondsPerSecond = 1_000_000;

    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>How long the stamp is at the beginning of a text, before a space or the end; 0: there is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        int space;
        if (text.Length >= TraditionalLength && Month(text) > 0)
        {
            space = text[TraditionalLength..].IndexOf((byte)' ');
            int length = space < 0 ? text.Length : TraditionalLength + space;
            return TryParts(text[..length], out _) ? length : 0;
        }
        if (text.Length < ShortestModern || text[4] != '-')
            return 0;
        space = text.IndexOf((byte)' ');
        int end = space < 0 ? text.Length : space;
        return IsModern(text[..end]) ? end : 0;
    }

    /// <summary>Whether a text is a stamp with year and zone.</summary>
    public static bool IsModern(ReadOnlySpan<byte> text) => TryModern(text, out _);

    /// <summary>Reads a stamp in either form.</summary>
    /// <param name="stamp">The stamp.</param>
    /// <param name="received">When it was received, in microseconds since 1970-01-01 UTC: a stamp without a year is of the year that brings it closest.</param>
    /// <param name="zone">The zone of stamps that name none.</param>
    /// <param name="microseconds">The moment, in microseconds since 1970-01-01 UTC.</param>
    public static bool TryParse(ReadOnlySpan<byte> stamp, long received, TimeZoneInfo zone, out long microseconds) =>
        TryModern(stamp, out microseconds) || TryTraditional(stamp, received, zone, out microseconds);

    private static bool TryModern(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < ShortestModern || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        if (!TryNumber(text[..4], out int year) || !TryNumber(text[5..7], out int month) || !TryNumber(text[8..10], out int day)
            || !TryNumber(text[11..13], out int hour) || !TryNumber(text[14..16], out int minute) || !TryNumber(text[17..19], out int second))
        {
            return false;
        }
        ReadOnlySpan<byte> rest = text[19..];
        if (!TryFraction(ref rest, out int fraction) || !TryOffset(rest, out int offsetMinutes))
            return false;
        if (!IsMoment(year, month, day, hour, minute, second))
            return false;
        microseconds = Since1970(new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc)) + ((second - (offsetMinutes * 60L)) * MicrosecondsPerSecond) + fraction;
        return true;
    }

    private static bool TryTraditional(ReadOnlySpan<byte> text, long received, TimeZoneInfo zone, out long microseconds)
    {
        microseconds = 0;
        if (!TryParts(text, out Parts parts))
            return false;
        DateTime now = EntryTime.ToLocal(received, zone).DateTime;
        long best = long.MaxValue;
        for (int year = now.Year - 1; year <= now.Year + 1; year++)
        {
            if (year is < 1 or > 9999 || !IsMoment(year, parts.Month, parts.Day, parts.Hour, parts.Minute, parts.Second))
                continue;
            var local = new DateTime(year, parts.Month, parts.Day, parts.Hour, parts.Minute, 0, DateTimeKind.Unspecified);
            long moment = Since1970(local) - (zone.GetUtcOffset(local).Ticks / TimeSpan.TicksPerMicrosecond) + (parts.Second * MicrosecondsPerSecond) + parts.Fraction;
            if (Math.Abs(moment - received) >= best)
                continue;
            best = Math.Abs(moment - received);
            microseconds = moment;
        }
        return best != long.MaxValue;
    }

    private static bool TryParts(ReadOnlySpan<byte> text, out Parts parts)
    {
        parts = default;
        if (text.Length < TraditionalLength || Month(text) is not (> 0 and var month) || text[3] != ' ' || text[6] != ' ' || text[9] != ':' || text[12] != ':')
            return false;
        ReadOnlySpan<byte> rest = text[TraditionalLength..];
        if (!TryNumber(text[4] == ' ' ? text[5..6] : text[4..6], out int day) || !TryNumber(text[7..9], out int hour) || !TryNumber(text[10..12], out int minute)
            || !TryNumber(text[13..15], out int second) || !TryFraction(ref rest, out int fraction) || !rest.IsEmpty)
        {
            return false;
        }
        parts = new(month, day, hour, minute, second, fraction);
        return IsMoment(2000, month, day, hour, minute, second);
    }

    private static int Month(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < Months.Length; i++)
        {
            string name = Months[i];
            if (text[0] == name[0] && text[1] == name[1] && text[2] == name[2])
                return i + 1;
        }
        return 0;
    }

    /// <summary>Whether the moment exists; the second 60 is a leap second.</summary>
    private static bool IsMoment(int year, int month, int day, int hour, int minute, int second) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour <= 23 && minute <= 59 && second <= 60;

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            number = (number * 10) + digit - '0';
        }
        return true;
    }

    /// <summary>Takes a fraction of a second off the beginning, if there is one; digits beyond microseconds are dropped.</summary>
    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out int microseconds)
    {
        microseconds = 0;
        if (rest.IsEmpty || rest[0] != '.')
            return true;
        int length = 1;
        int weight = 100_000;
        for (; length < rest.Length && rest[length] is >= (byte)'0' and <= (byte)'9'; length++)
        {
            microseconds += (rest[length] - '0') * weight;
            weight /= 10;
        }
        rest = rest[length..];
        return length is > 1 and <= 10;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z'])
            return true;
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':' || !TryNumber(text[1..3], out int hour) || !TryNumber(text[4..], out int minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }
        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static long Since1970(DateTime moment) => (moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private readonly record struct Parts(int Month, int Day, int Hour, int Minute, int Second, int Fraction);
}
