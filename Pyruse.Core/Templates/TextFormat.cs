using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>Formats text: fill, alignment, width, and the precision as the greatest number of code points.</summary>
internal sealed class TextFormat
{
    private readonly FormatFields _fields;

    public TextFormat(string spec, FormatFields fields)
    {
        _fields = fields;
        Refusal = fields switch
        {
            { Type: not (FormatFields.None or 's') } => $"The format \"{spec}\" needs {fields.Demand}, but the value is text.",
            { Sign: not FormatFields.None } => Refuse(spec, $"the sign \"{fields.Sign}\""),
            { NoNegativeZero: true } => Refuse(spec, "a \"z\""),
            { Alternate: true } => Refuse(spec, "a \"#\""),
            { Grouping: not FormatFields.None } => Refuse(spec, $"the grouping \"{fields.Grouping}\""),
            { Alignment: FormatAlignment.AfterSign } => Refuse(spec, "the alignment \"=\""),
            _ => null,
        };
    }

    /// <summary>Why text does not satisfy the format, or null.</summary>
    public string? Refusal { get; }

    /// <summary>Whether the type admits text only.</summary>
    public bool IsDemanded => _fields.Type == 's';

    public void Append(StringBuilder output, ReadOnlySpan<char> value)
    {
        if (_fields.Precision is { } precision && precision < value.Length)
            value = Truncate(value, precision);
        var missing = _fields.Width == 0 ? 0 : Math.Max(0, _fields.Width - Padding.CountCodePoints(value));
        var before = Padding.Before(_fields.Alignment, missing);
        Padding.AppendFill(output, _fields.Fill, before);
        output.Append(value);
        Padding.AppendFill(output, _fields.Fill, missing - before);
    }

    private static string Refuse(string spec, string what) => $"The format \"{spec}\" has {what}, which text does not take.";

    private static ReadOnlySpan<char> Truncate(ReadOnlySpan<char> value, int codePoints)
    {
        var length = 0;
        for (; codePoints > 0 && length < value.Length; codePoints--)
            length += length + 1 < value.Length && char.IsSurrogatePair(value[length], value[length + 1]) ? 2 : 1;
        return value[..length];
    }
}
