using System.Text;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Templates;

/// <summary>A text with <c>{FIELD}</c> placeholders, in the syntax of Python's <c>str.format</c>, that is filled from an entry.</summary>
/// <remarks>
/// A missing or null field prints <c>-</c> whatever its format; <c>{A|B}</c> prints the first that the entry has. A field with several values
/// prints the first. Parsed once. Used by one thread at a time.
/// </remarks>
public sealed class MessageTemplate
{
    /// <summary>A buffer that one huge message made larger than this is given back, in characters.</summary>
    private const int KeptCapacity = 16 * 1024;

    private readonly Part[] _parts;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _value = new();

    private MessageTemplate(string source, Part[] parts)
    {
        Source = source;
        _parts = parts;
    }

    /// <summary>The template as it was written.</summary>
    public string Source { get; }

    /// <summary>The fields that the template prints.</summary>
    public IEnumerable<Field> Fields => _parts.SelectMany(static part => part.Fields).Distinct();

    /// <summary>For each placeholder the fields of which it prints the first that is there.</summary>
    internal IEnumerable<IReadOnlyList<Field>> Placeholders => _parts.Where(static part => part.Fields.Length > 0).Select(static part => part.Fields);

    /// <summary>Parses a template.</summary>
    /// <exception cref="TemplateSyntaxException">It is malformed; the message is a sentence with a column.</exception>
    public static MessageTemplate Parse(string text, FieldTable fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new(text, [.. TemplateParser.Parse(text).Select(part => part switch
        {
            TemplateLiteral literal => new Part(literal.Text, [], TemplateConversion.None, FormatSpec.Empty),
            TemplatePlaceholder place => new Part("", [.. place.Names.Select(name => fields[name])], place.Conversion, place.Format ?? FormatSpec.Empty),
            _ => throw new InvalidOperationException($"A template can't have a part of type {part.GetType().Name}."),
        })]);
    }

    /// <summary>Fills the template.</summary>
    /// <exception cref="FormatException">A value does not have the type that its format needs; the message is a sentence.</exception>
    public string Fill(LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Fill(entry, static text => text);
    }

    /// <summary>Fills the template, passing each value through a function: for places where some characters have a meaning.</summary>
    /// <exception cref="FormatException">A value does not have the type that its format needs; the message is a sentence.</exception>
    public string Fill(LogEntry entry, Func<string, string> transformValue)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(transformValue);
        if (_parts is [{ Fields.Length: 0 } only])
            return only.Literal;
        if (_parts is [var alone] && PlainText(alone, entry) is { } whole)
            return transformValue(whole);
        StringBuilder text = _text.Clear();
        foreach (Part part in _parts)
            text.Append(part.Fields.Length == 0 ? part.Literal : transformValue(PlainText(part, entry) ?? Format(part, entry)));
        string filled = text.ToString();
        if (text.Capacity > KeptCapacity)
            text.Clear().Capacity = KeptCapacity;
        return filled;
    }

    /// <summary>The value of a part that is text and printed as it is, which is what most are; null: it is something else.</summary>
    private static string? PlainText(Part part, LogEntry entry)
    {
        if (part.Fields.Length != 1 || part.Conversion != TemplateConversion.None || !ReferenceEquals(part.Format, FormatSpec.Empty))
            return null;
        FieldValue value = entry.First(part.Fields[0]);
        return value.Kind == FieldValueKind.Text ? value.Text : null;
    }

    private string Format(Part part, LogEntry entry)
    {
        Append(_value.Clear(), part, entry);
        return _value.ToString();
    }

    private static void Append(StringBuilder text, Part part, LogEntry entry)
    {
        FieldValue value = default;
        foreach (Field field in part.Fields)
        {
            value = entry.First(field);
            if (value.HasValue)
                break;
        }
        if (!value.HasValue)
        {
            text.Append('-');
            return;
        }
        try
        {
            AppendValue(text, part, value, entry.Fields.TimeZone);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"In a message, {{{value.Field}}} can't be printed: {exception.Message}", exception);
        }
    }

    private static void AppendValue(StringBuilder text, Part part, FieldValue value, TimeZoneInfo zone)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Integer when part.Conversion == TemplateConversion.None:
                part.Format.AppendInteger(text, value.Number);
                break;
            case FieldValueKind.Time when part.Conversion == TemplateConversion.None:
                part.Format.AppendTime(text, value.Time, zone);
                break;
            default:
                part.Format.AppendText(text, ToText(value, part.Conversion));
                break;
        }
    }

    private static string ToText(FieldValue value, TemplateConversion conversion)
    {
        var text = new StringBuilder();
        switch (value.Kind)
        {
            case FieldValueKind.Time:
                FormatSpec.Empty.AppendTime(text, value.Time);
                break;
            case FieldValueKind.Bytes:
                PythonRepr.Append(text, value.Utf8);
                break;
            case FieldValueKind.Text when conversion == TemplateConversion.Repr:
                PythonRepr.Append(text, value.Text!);
                break;
            default:
                return value.Text!;
        }
        return text.ToString();
    }

    /// <summary>A part of the template with its fields looked up: literal text if it has none.</summary>
    private sealed record Part(string Literal, Field[] Fields, TemplateConversion Conversion, FormatSpec Format);
}
