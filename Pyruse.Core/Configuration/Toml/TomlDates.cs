namespace Pyruse.Core.Configuration.Toml;

/// <summary>Reads dates, times of day, and dates with time as RFC 3339 writes them.</summary>
/// <remarks>A fraction of a second is cut off, not rounded, behind its seventh digit (100 ns).</remarks>
internal static class TomlDates
{
    private const int DateLength = 10;
    private const int TimeLength = 8;
    private const int OffsetLength = 6;
    private const int FractionDigits = 7;
    private const int LargestOffsetHours = 14;

    /// <summary>Whether a word can only have been meant as a date or a time: four digits and a dash, or two digits and a colon.</summary>
    public static bool IsShapedLikeOne(ReadOnlySpan<char> word) => StartsWithDigits(word, 4, '-') || StartsWithDigits(word, 2, ':');

    /// <summary>Whether a word is as long as a date alone, so that a time may follow behind a space.</summary>
    public static bool IsDateAlone(ReadOnlySpan<char> word) => word.Length == DateLength && IsShapedLikeOne(word);

    /// <summary>Reads a word that is shaped like a date or a time.</summary>
    public static TomlReading Read(string word)
    {
        var rest = word.AsSpan();
        if (rest[2] == ':')
            return TryTakeTime(ref rest, out var time) is { } wrongTime ? Wrong(word, wrongTime) : rest.IsEmpty ? TomlReading.Of(time) : Malformed(word);

        if (TryTakeDate(ref rest, out var date) is { } wrongDate)
            return Wrong(word, wrongDate);
        if (rest.IsEmpty)
            return TomlReading.Of(date);
        if (rest[0] is not ('T' or 't' or ' '))
            return Malformed(word);
        rest = rest[1..];
        if (TryTakeTime(ref rest, out var timeOfDay) is { } problem)
            return Wrong(word, problem);
        var local = date.ToDateTime(timeOfDay, DateTimeKind.Unspecified);
        return rest.IsEmpty ? TomlReading.Of(local) : WithOffset(word, local, rest);
    }

    private static string? TryTakeDate(ref ReadOnlySpan<char> rest, out DateOnly date)
    {
        date = default;
        if (rest.Length < DateLength || !TryDigits(rest[..4], out var year) || rest[4] != '-' || !TryDigits(rest[5..7], out var month)
            || rest[7] != '-' || !TryDigits(rest[8..DateLength], out var day))
            return Shape;
        if (year == 0)
            return "the year 0000 cannot be used; the first year is 0001";
        if (month is < 1 or > 12)
            return $"there is no month {month:D2}; months go from 01 to 12";
        var days = DateTime.DaysInMonth(year, month);
        if (day < 1 || day > days)
            return $"there is no day {day:D2} in that month; its days go from 01 to {days:D2}";
        date = new(year, month, day);
        rest = rest[DateLength..];
        return null;
    }

    private static string? TryTakeTime(ref ReadOnlySpan<char> rest, out TimeOnly time)
    {
        time = default;
        if (rest.Length < TimeLength || !TryDigits(rest[..2], out var hour) || rest[2] != ':' || !TryDigits(rest[3..5], out var minute)
            || rest[5] != ':' || !TryDigits(rest[6..TimeLength], out var second))
            return Shape;
        if (hour > 23)
            return $"there is no hour {hour}; hours go from 00 to 23";
        if (minute > 59)
            return $"there is no minute {minute}; minutes go from 00 to 59";
        if (second == 60)
            return "leap seconds cannot be used; write second 59";
        if (second > 60)
            return $"there is no second {second}; seconds go from 00 to 59";
        rest = rest[TimeLength..];
        if (!TryTakeFraction(ref rest, out var ticks))
            return "there are no digits behind the point; add them or remove the point";
        time = new TimeOnly(hour, minute, second).Add(TimeSpan.FromTicks(ticks));
        return null;
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest is not ['.', ..])
            return true;
        var count = 0;
        for (rest = rest[1..]; rest is [>= '0' and <= '9', ..]; rest = rest[1..])
        {
            if (count++ < FractionDigits)
                ticks = (ticks * 10) + (rest[0] - '0');
        }

        for (var missing = count; missing < FractionDigits; missing++)
            ticks *= 10;
        return count > 0;
    }

    private static TomlReading WithOffset(string word, DateTime local, ReadOnlySpan<char> text)
    {
        if (text is "Z" or "z")
            return TomlReading.Of(new DateTimeOffset(local, TimeSpan.Zero));
        if (text.Length != OffsetLength || text[0] is not ('+' or '-') || !TryDigits(text[1..3], out var hours) || text[3] != ':'
            || !TryDigits(text[4..], out var minutes))
            return Malformed(word);
        if (hours > 23 || minutes > 59)
            return Wrong(word, $"there is no offset {text}; hours go up to 23 and minutes up to 59");
        var offset = new TimeSpan(hours, minutes, 0);
        if (offset > TimeSpan.FromHours(LargestOffsetHours))
            return Wrong(word, $"no place on Earth has the offset {text}; offsets go up to {LargestOffsetHours} hours");
        if (text[0] == '-')
            offset = -offset;
        var utcTicks = local.Ticks - offset.Ticks;
        return utcTicks >= DateTime.MinValue.Ticks && utcTicks <= DateTime.MaxValue.Ticks
            ? TomlReading.Of(new DateTimeOffset(local, offset))
            : Wrong(word, "its universal time is outside the years 0001 to 9999; choose a date between them");
    }

    private const string Shape =
        "expected a form such as 1979-05-27, 07:32:00, 1979-05-27T07:32:00 or 1979-05-27T07:32:00Z; correct it, or put it in quotes to make it a text";

    private static TomlReading Malformed(string word) => Wrong(word, Shape);

    private static TomlReading Wrong(string word, string problem) => TomlReading.Wrong($"{Excerpt.Quote(word)} is not a valid date or time: {problem}.");

    private static bool StartsWithDigits(ReadOnlySpan<char> word, int count, char separator) =>
        word.Length > count && word[count] == separator && TryDigits(word[..count], out _);

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
