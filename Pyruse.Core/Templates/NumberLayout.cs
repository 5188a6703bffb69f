using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>Lays out a number whose characters are known: sign, prefix, grouped digits, the rest, and the fill among them.</summary>
internal static class NumberLayout
{
    /// <summary>Appends a number.</summary>
    /// <param name="output">Where the number is appended.</param>
    /// <param name="fields">The format.</param>
    /// <param name="negative">Whether the number has a minus sign.</param>
    /// <param name="prefix">What stands between the sign and the digits, such as <c>0x</c>.</param>
    /// <param name="digits">The digits before the point; empty for what is not a row of digits.</param>
    /// <param name="rest">What follows those digits.</param>
    /// <param name="restWidth">The number of code points in <paramref name="rest"/>.</param>
    public static void Append(
        StringBuilder output,
        FormatFields fields,
        bool negative,
        ReadOnlySpan<char> prefix,
        ReadOnlySpan<char> digits,
        ReadOnlySpan<char> rest,
        int restWidth)
    {
        var sign = SignOf(fields, negative);
        var alignment = fields.Alignment switch
        {
            FormatAlignment.Unspecified when fields.ZeroPadded => FormatAlignment.AfterSign,
            FormatAlignment.Unspecified => FormatAlignment.Right,
            _ => fields.Alignment,
        };
        var taken = (sign == FormatFields.None ? 0 : 1) + prefix.Length + restWidth;
        var groupSize = GroupSizeOf(fields);
        var zeros = alignment == FormatAlignment.AfterSign && fields.Fill.Value == '0'
            ? LeadingZeros(digits.Length, fields.Width - taken, groupSize)
            : 0;
        var missing = Math.Max(0, fields.Width - taken - GroupedWidth(digits.Length + zeros, groupSize));
        var before = Padding.Before(alignment, missing);
        var inside = alignment == FormatAlignment.AfterSign ? missing : 0;

        Padding.AppendFill(output, fields.Fill, before);
        if (sign != FormatFields.None)
            output.Append(sign);
        output.Append(prefix);
        Padding.AppendFill(output, fields.Fill, inside);
        AppendGrouped(output, digits, zeros, groupSize, fields.Grouping);
        output.Append(rest);
        Padding.AppendFill(output, fields.Fill, missing - before - inside);
    }

    private static char SignOf(FormatFields fields, bool negative)
    {
        if (negative)
            return '-';
        return fields.Sign is '+' or ' ' ? fields.Sign : FormatFields.None;
    }

    private static int GroupSizeOf(FormatFields fields)
    {
        if (fields.Grouping == FormatFields.None)
            return int.MaxValue;
        return fields.Type is 'b' or 'o' or 'x' or 'X' ? 4 : 3;
    }

    private static int GroupedWidth(int digits, int groupSize) => digits == 0 ? 0 : digits + ((digits - 1) / groupSize);

    // The zeros are grouped like the digits; no group begins with a separator, so the width may be exceeded by one.
    private static int LeadingZeros(int digits, int width, int groupSize)
    {
        if (digits == 0)
            return 0;
        var zeros = 0;
        while (GroupedWidth(digits + zeros, groupSize) < width)
            zeros++;
        return zeros;
    }

    private static void AppendGrouped(StringBuilder output, ReadOnlySpan<char> digits, int zeros, int groupSize, char separator)
    {
        var count = zeros + digits.Length;
        for (var index = 0; index < count; index++)
        {
            if (index > 0 && (count - index) % groupSize == 0)
                output.Append(separator);
            output.Append(index < zeros ? '0' : digits[index - zeros]);
        }
    }
}
