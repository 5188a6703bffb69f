using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>Parses message templates in the syntax of Python's <c>str.format</c>.</summary>
/// <remarks>
/// <c>{NAME}</c> stands for a field, <c>{A|B}</c> for the first of several that is present, <c>{NAME!r}</c> and <c>{NAME!s}</c> convert it to text
/// first, <c>{NAME:format}</c> formats it (<see cref="FormatSpec"/>), <c>{{</c> and <c>}}</c> are literal braces. Names are plain: there is no access
/// to attributes or items, no position, and no placeholder within a format.
/// </remarks>
internal static class TemplateParser
{
    /// <summary>Parses a template; neighbouring literal characters, doubled braces included, make one part.</summary>
    /// <exception cref="TemplateSyntaxException">The template is not well formed.</exception>
    public static IReadOnlyList<TemplatePart> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        var position = 0;
        while (position < text.Length)
        {
            var length = text.AsSpan(position).IndexOfAny('{', '}');
            if (length < 0)
                length = text.Length - position;
            literal.Append(text, position, length);
            position += length;
            if (position == text.Length)
                break;
            if (position + 1 < text.Length && text[position + 1] == text[position])
            {
                literal.Append(text[position]);
                position += 2;
                continue;
            }

            if (text[position] == '}')
                throw new TemplateSyntaxException("A single \"}\" closes nothing; write \"}}\" for a literal brace.", position + 1);
            FlushLiteral(literal, parts);
            position = ParsePlaceholder(text, position, parts);
        }

        FlushLiteral(literal, parts);
        return parts;
    }

    private static void FlushLiteral(StringBuilder literal, List<TemplatePart> parts)
    {
        if (literal.Length == 0)
            return;
        parts.Add(new TemplateLiteral(literal.ToString()));
        literal.Clear();
    }

    private static int ParsePlaceholder(string text, int open, List<TemplatePart> parts)
    {
        var close = text.IndexOf('}', open);
        var start = open + 1;
        var inner = text.AsSpan(start, (close < 0 ? text.Length : close) - start);
        var nested = inner.IndexOf('{');
        var colon = inner.IndexOf(':');
        if (nested >= 0 && colon >= 0 && colon < nested)
        {
            throw new TemplateSyntaxException(
                "A placeholder cannot stand within a format; write the width or the precision as a number.", start + nested + 1);
        }

        if (close < 0 || nested >= 0)
        {
            throw new TemplateSyntaxException(
                "The \"{\" opens a placeholder that is never closed; close it with \"}\", or write \"{{\" for a literal brace.", open + 1);
        }

        var fieldEnd = colon < 0 ? close : start + colon;
        var mark = text.IndexOf('!', start, fieldEnd - start);
        var names = ParseNames(text, start, mark < 0 ? fieldEnd : mark);
        var conversion = mark < 0 ? TemplateConversion.None : ParseConversion(text, mark, fieldEnd);
        var formatStart = fieldEnd + 1;
        var format = formatStart < close ? FormatSpec.Parse(text[formatStart..close], formatStart + 1) : null;
        if (conversion != TemplateConversion.None && format?.TextRefusal is { } refusal)
            throw new TemplateSyntaxException($"After \"{text[mark..fieldEnd]}\" the value is text. {refusal}", formatStart + 1);
        parts.Add(new TemplatePlaceholder(names, conversion, format));
        return close + 1;
    }

    private static string[] ParseNames(string text, int start, int end)
    {
        if (start == end)
        {
            throw new TemplateSyntaxException(
                "A placeholder lacks the name of a field; write one such as {MESSAGE}, or \"{{}}\" for literal braces.", start);
        }

        var names = text[start..end].Split('|');
        foreach (var name in names)
        {
            CheckName(name, start + 1);
            start += name.Length + 1;
        }

        return names;
    }

    private static void CheckName(string name, int column)
    {
        if (name.Length == 0)
            throw new TemplateSyntaxException("The name of a field is missing beside \"|\"; write alternatives such as {A|B}.", column);
        if (name.All(char.IsAsciiDigit))
        {
            throw new TemplateSyntaxException(
                $"The placeholder \"{name}\" is a position, but values have names; write the name of a field such as {{MESSAGE}}.", column);
        }

        if (char.IsDigit(name[0]))
            throw new TemplateSyntaxException($"The name \"{name}\" begins with a digit, but the names of fields begin with a letter or \"_\".", column);
        for (var index = 0; index < name.Length; index++)
        {
            var character = name[index];
            if (char.IsLetterOrDigit(character) || character == '_')
                continue;
            throw new TemplateSyntaxException(
                character is '.' or '['
                    ? $"The name \"{name}\" reaches into a value with \"{character}\", but names are plain fields; write the name of the field alone."
                    : $"The name \"{name}\" contains \"{character}\", but names are plain fields made of letters, digits and \"_\"; "
                        + "double the braces for literal text.",
                column + index);
        }
    }

    private static TemplateConversion ParseConversion(string text, int mark, int end)
    {
        var conversion = text.AsSpan(mark + 1, end - mark - 1);
        return conversion switch
        {
            "r" => TemplateConversion.Repr,
            "s" => TemplateConversion.Text,
            "" => throw new TemplateSyntaxException("The \"!\" lacks its conversion; write \"!r\" for the quoted form or \"!s\" for text.", mark + 1),
            ['r' or 's', ..] => throw new TemplateSyntaxException(
                $"After the conversion \"!{conversion[0]}\" stands \"{conversion[1..]}\"; expected \":\" with a format, or \"}}\".", mark + 3),
            _ => throw new TemplateSyntaxException(
                $"The conversion \"!{conversion}\" is unknown; write \"!r\" for the quoted form or \"!s\" for text.", mark + 1),
        };
    }
}
