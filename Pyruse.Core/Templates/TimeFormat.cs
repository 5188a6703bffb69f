using System.Globalization;
using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>Formats times by strftime codes as CPython with glibc does in the C locale.</summary>
internal static class TimeFormat
{
    private const int LongestAbbreviation = 6;

    private static readonly DateTimeFormatInfo Names = DateTimeFormatInfo.InvariantInfo;

    /// <summary>Appends a time as Python's <c>str</c> writes it; the fraction is left out when it has no microseconds.</summary>
    public static void AppendPlain(StringBuilder output, DateTimeOffset time)
    {
        var format = MicrosecondsOf(time) == 0 ? "yyyy-MM-dd HH:mm:sszzz" : "yyyy-MM-dd HH:mm:ss.ffffffzzz";
        Span<char> text = stackalloc char[40];
        time.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        output.Append(text[..length]);
    }

    /// <summary>Appends a time; what is not a known code is copied as it is.</summary>
    public static void Append(StringBuilder output, ReadOnlySpan<char> format, DateTimeOffset time, TimeZoneInfo? zone)
    {
        while (format.IndexOf('%') is var percent and >= 0)
        {
            output.Append(format[..percent]);
            format = format[percent..];
            if (format.StartsWith("%:z", StringComparison.Ordinal))
            {
                output.Append(OffsetOf(time, ":"));
                format = format[3..];
                continue;
            }

            var directive = StrftimeDirective.Read(format);
            if (!directive.TakesModifier() || !TryAppend(output, directive, time, zone))
                directive.AppendText(output, format[..directive.Length]);
            format = format[directive.Length..];
        }

        output.Append(format);
    }

    /// <summary>Gives the index of a width above <see cref="FormatSpec.MaxWidth"/>, or -1.</summary>
    public static int FindExcessiveWidth(string format)
    {
        var index = 0;
        while (index < format.Length && format.IndexOf('%', index) is var percent and >= 0)
        {
            var directive = StrftimeDirective.Read(format.AsSpan(percent));
            if (directive.Width > FormatSpec.MaxWidth)
                return percent + directive.WidthStart;
            index = percent + directive.Length;
        }

        return -1;
    }

    private static bool TryAppend(StringBuilder output, in StrftimeDirective directive, DateTimeOffset time, TimeZoneInfo? zone) =>
        TryAppendText(output, directive, time, zone) || TryAppendNumber(output, directive, time) || TryAppendCompound(output, directive, time, zone);

    private static bool TryAppendText(StringBuilder output, in StrftimeDirective directive, DateTimeOffset time, TimeZoneInfo? zone)
    {
        var name = directive.Code switch
        {
            '%' => "%",
            'n' => "\n",
            't' => "\t",
            'a' => Names.GetAbbreviatedDayName(time.DayOfWeek),
            'A' => Names.GetDayName(time.DayOfWeek),
            'b' or 'h' => Names.GetAbbreviatedMonthName(time.Month),
            'B' => Names.GetMonthName(time.Month),
            'p' or 'P' => time.Hour < 12 ? "AM" : "PM",
            's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            'f' when directive.IsBare => MicrosecondsOf(time).ToString("D6", CultureInfo.InvariantCulture),
            'z' => OffsetOf(time, string.Empty),
            'Z' => ZoneNameOf(time, zone),
            _ => null,
        };
        if (name is null)
            return false;
        if (directive.Code == 'P' || (directive.Swap && directive.Code is 'p' or 'Z'))
            directive.AppendLower(output, name);
        else if (directive.Swap && directive.Code is 'a' or 'A' or 'b' or 'B' or 'h')
            directive.AppendText(output, name.ToUpperInvariant());
        else
            directive.AppendText(output, name);
        return true;
    }

    private static bool TryAppendNumber(StringBuilder output, in StrftimeDirective directive, DateTimeOffset time)
    {
        var date = time.DateTime;
        var (value, digits) = directive.Code switch
        {
            'C' => (date.Year / 100, 1),
            'd' or 'e' => (date.Day, 2),
            'g' => (ISOWeek.GetYear(date) % 100, 2),
            'G' => (ISOWeek.GetYear(date), 1),
            'H' or 'k' => (date.Hour, 2),
            'I' or 'l' => (((date.Hour + 11) % 12) + 1, 2),
            'j' => (date.DayOfYear, 3),
            'm' => (date.Month, 2),
            'M' => (date.Minute, 2),
            'S' => (date.Second, 2),
            'u' => (DaysSinceMonday(date) + 1, 1),
            'U' => ((date.DayOfYear + 6 - (int)date.DayOfWeek) / 7, 2),
            'V' => (ISOWeek.GetWeekOfYear(date), 2),
            'w' => ((int)date.DayOfWeek, 1),
            'W' => ((date.DayOfYear + 6 - DaysSinceMonday(date)) / 7, 2),
            'y' => (date.Year % 100, 2),
            'Y' => (date.Year, 1),
            _ => (0, 0),
        };
        if (digits == 0)
            return false;
        directive.AppendNumber(output, value, digits, spaces: directive.Code is 'e' or 'k' or 'l');
        return true;
    }

    private static bool TryAppendCompound(StringBuilder output, in StrftimeDirective directive, DateTimeOffset time, TimeZoneInfo? zone)
    {
        var format = directive.Code switch
        {
            'c' => "%a %b %e %H:%M:%S %Y",
            'D' or 'x' => "%m/%d/%y",
            'F' => "%Y-%m-%d",
            'r' => "%I:%M:%S %p",
            'R' => "%H:%M",
            'T' or 'X' => "%H:%M:%S",
            _ => null,
        };
        if (format is null)
            return false;
        var start = output.Length;
        Append(output, format, time, zone);
        directive.Finish(output, start);
        return true;
    }

    private static int DaysSinceMonday(DateTime date) => ((int)date.DayOfWeek + 6) % 7;

    private static int MicrosecondsOf(DateTimeOffset time) => (time.Millisecond * 1000) + time.Microsecond;

    private static string OffsetOf(DateTimeOffset time, string separator)
    {
        var sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{time.Offset:hh}{separator}{time.Offset:mm}");
    }

    private static string ZoneNameOf(DateTimeOffset time, TimeZoneInfo? zone)
    {
        if (zone is not null && zone.GetUtcOffset(time) == time.Offset)
        {
            var name = zone.IsDaylightSavingTime(time) ? zone.DaylightName : zone.StandardName;
            if (IsAbbreviation(name))
                return name;
        }

        return time.Offset == TimeSpan.Zero ? "UTC" : $"UTC{OffsetOf(time, ":")}";
    }

    // Where .NET knows the language of the user, it gives names such as "Central European Standard Time" instead.
    private static bool IsAbbreviation(string name) =>
        name.Length is > 0 and <= LongestAbbreviation && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '+' or '-');
}
