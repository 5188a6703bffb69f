using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>
/// How a value is formatted: Python's mini-language <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c> for text, integers and
/// reals, or, for times, a strftime format such as <c>%H:%M</c> in the C locale. The results are those of CPython 3.11 with glibc.
/// </summary>
/// <remarks>
/// The type of the value is only known when a message is written. Hence a format is refused at parsing when no value could satisfy it, and
/// <see cref="FormatException"/> is thrown when it meets a value that does not satisfy it; nothing is appended then. Instances are immutable and
/// safe for use by several threads.
/// </remarks>
internal sealed class FormatSpec
{
    /// <summary>The greatest width and the greatest precision.</summary>
    public const int MaxWidth = 1000;

    private readonly TextFormat? _text;
    private readonly IntegerFormat? _integer;
    private readonly RealFormat? _real;

    private FormatSpec(string text, FormatFields? fields)
    {
        Text = text;
        if (fields is null)
            return;
        _text = new TextFormat(text, fields);
        _integer = new IntegerFormat(text, fields);
        _real = new RealFormat(text, fields);
    }

    /// <summary>The empty format: every value as Python's <c>str</c> writes it.</summary>
    public static FormatSpec Empty { get; } = Parse(string.Empty);

    /// <summary>The format as it was written.</summary>
    public string Text { get; }

    /// <summary>Why text does not satisfy the format, or null.</summary>
    internal string? TextRefusal => _text is null ? TimesOnly("text") : _text.Refusal;

    // Reals refuse only the types of text and of integers, so one of these two says what is amiss.
    private string? UniversalRefusal
    {
        get
        {
            if (_text?.Refusal is not { } textRefusal || _integer?.Refusal is not { } integerRefusal || _real?.Refusal is null)
                return null;
            return _text.IsDemanded ? textRefusal : integerRefusal;
        }
    }

    /// <summary>Parses a format.</summary>
    /// <exception cref="TemplateSyntaxException">The format is not well formed, or no value could satisfy it; its column is relative to the format.</exception>
    public static FormatSpec Parse(string text) => Parse(text, 1);

    /// <summary>Parses a format that begins at a column of a template.</summary>
    internal static FormatSpec Parse(string text, int column)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (TimeFormat.FindExcessiveWidth(text) is var excess and >= 0)
            throw new TemplateSyntaxException($"The width of a time code in \"{text}\" is too large; write at most {MaxWidth}.", column + excess);
        var forTimes = HasTimeCode(text);
        if (!FormatFieldsParser.TryParse(text, out var fields, out var error, out var errorPosition) && !forTimes)
            throw new TemplateSyntaxException(error, column + errorPosition);
        var spec = new FormatSpec(text, fields);
        if (!forTimes && spec.UniversalRefusal is { } refusal)
            throw new TemplateSyntaxException(refusal, column);
        return spec;
    }

    /// <summary>Appends a text; width and precision count code points.</summary>
    /// <exception cref="FormatException">Text does not satisfy the format.</exception>
    public void AppendText(StringBuilder output, string value)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(value);
        if (_text is null)
            throw new FormatException(TimesOnly("text"));
        ThrowIfRefused(_text.Refusal);
        _text.Append(output, value);
    }

    /// <summary>Appends an integer; the types of reals convert it to a real.</summary>
    /// <exception cref="FormatException">Integers do not satisfy the format, or the value is not a code point and the type is <c>c</c>.</exception>
    public void AppendInteger(StringBuilder output, long value)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_integer is null || _real is null)
            throw new FormatException(TimesOnly("an integer"));
        ThrowIfRefused(_integer.Refusal);
        if (_integer.NeedsReal)
            _real.Append(output, value);
        else
            _integer.Append(output, value);
    }

    /// <summary>Appends a real.</summary>
    /// <exception cref="FormatException">Reals do not satisfy the format.</exception>
    public void AppendReal(StringBuilder output, double value)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_real is null)
            throw new FormatException(TimesOnly("a real number"));
        ThrowIfRefused(_real.Refusal);
        _real.Append(output, value);
    }

    /// <summary>Appends a time: by the strftime codes of the format, or as <c>2025-10-09 08:53:22.425542+00:00</c> when the format is empty.</summary>
    /// <param name="output">Where the time is appended.</param>
    /// <param name="value">The time, with the offset in which it is to be shown.</param>
    /// <param name="zone">
    /// The zone that gives <c>%Z</c> its abbreviation; without one, or when the zone has another offset at that time or no abbreviation, <c>%Z</c> is
    /// <c>UTC</c> or <c>UTC+05:30</c>.
    /// </param>
    public void AppendTime(StringBuilder output, DateTimeOffset value, TimeZoneInfo? zone = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Text.Length == 0)
            TimeFormat.AppendPlain(output, value);
        else
            TimeFormat.Append(output, Text, value, zone);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    // A "%" at the very end is rather the type of a percentage.
    private static bool HasTimeCode(string text) => text.Length > 1 && text.IndexOf('%', 0, text.Length - 1) >= 0;

    private static void ThrowIfRefused(string? refusal)
    {
        if (refusal is not null)
            throw new FormatException(refusal);
    }

    private string TimesOnly(string kind) => $"The format \"{Text}\" is for times, but the value is {kind}; use it with a time only.";
}
