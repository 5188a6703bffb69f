using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>One code of a strftime format, as glibc reads it: <c>%[flags][width][E|O]code</c>.</summary>
internal readonly record struct StrftimeDirective
{
    /// <summary>The characters that the directive takes in the format.</summary>
    public int Length { get; private init; }

    /// <summary>The index of the width within the directive.</summary>
    public int WidthStart { get; private init; }

    /// <summary><c>_</c>, <c>-</c> or <c>0</c>; <see cref="FormatFields.None"/> leaves the padding to the code.</summary>
    public char Pad { get; private init; }

    /// <summary><c>^</c>: in upper case.</summary>
    public bool Upper { get; private init; }

    /// <summary><c>#</c>: in the other case, where the code has one.</summary>
    public bool Swap { get; private init; }

    /// <summary>The least width; 0 when not given, and never more than one above <see cref="FormatSpec.MaxWidth"/>.</summary>
    public int Width { get; private init; }

    /// <summary><c>E</c> or <c>O</c>, which change nothing in the C locale but are not taken by every code.</summary>
    public char Modifier { get; private init; }

    /// <summary>The code; <see cref="FormatFields.None"/> when the format ends before it.</summary>
    public char Code { get; private init; }

    /// <summary>Whether the code follows the percent sign at once.</summary>
    public bool IsBare => Length == 2;

    /// <summary>Reads the directive with which a text begins.</summary>
    public static StrftimeDirective Read(ReadOnlySpan<char> text)
    {
        var pad = FormatFields.None;
        var upper = false;
        var swap = false;
        var index = 1;
        for (; index < text.Length && text[index] is '_' or '-' or '0' or '^' or '#'; index++)
        {
            upper |= text[index] == '^';
            swap |= text[index] == '#';
            if (text[index] is '_' or '-' or '0')
                pad = text[index];
        }

        var widthStart = index;
        var width = 0;
        for (; index < text.Length && char.IsAsciiDigit(text[index]); index++)
            width = Math.Min((width * 10) + (text[index] - '0'), FormatSpec.MaxWidth + 1);
        var modifier = index < text.Length && text[index] is 'E' or 'O' ? text[index++] : FormatFields.None;
        var code = index < text.Length ? text[index++] : FormatFields.None;
        return new StrftimeDirective
        {
            Length = index,
            WidthStart = widthStart,
            Pad = pad,
            Upper = upper,
            Swap = swap,
            Width = width,
            Modifier = modifier,
            Code = code,
        };
    }

    /// <summary>Whether glibc knows the modifier with the code.</summary>
    public bool TakesModifier() => Modifier switch
    {
        'E' => "cnprstuxyzCPRTXYZ%".Contains(Code, StringComparison.Ordinal),
        'O' => "bdeghjklmnprstuwyzBCGHIMPRSTUVWZ%".Contains(Code, StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>Appends a number of at least <paramref name="digits"/> digits; <paramref name="spaces"/> makes spaces of the leading zeros.</summary>
    public void AppendNumber(StringBuilder output, int value, int digits, bool spaces = false)
    {
        Span<char> text = stackalloc char[11];
        value.TryFormat(text, out var length);
        var pad = Pad == FormatFields.None && spaces ? '_' : Pad;
        var width = Math.Max(pad == '-' ? 0 : digits, Width);
        output.Append(pad is '_' or '-' ? ' ' : '0', Math.Max(0, width - length)).Append(text[..length]);
    }

    /// <summary>Appends a text.</summary>
    public void AppendText(StringBuilder output, ReadOnlySpan<char> text)
    {
        var start = output.Length;
        output.Append(text);
        Finish(output, start);
    }

    /// <summary>Appends a text in lower case, which outranks <see cref="Upper"/>.</summary>
    public void AppendLower(StringBuilder output, string text) => (this with { Upper = false }).AppendText(output, text.ToLowerInvariant());

    /// <summary>Applies case and width to what has been appended since <paramref name="start"/>.</summary>
    public void Finish(StringBuilder output, int start)
    {
        for (var index = start; Upper && index < output.Length; index++)
            output[index] = char.ToUpperInvariant(output[index]);
        var missing = Width - (output.Length - start);
        if (missing > 0)
            output.Insert(start, Pad == '0' ? "0" : " ", missing);
    }
}
