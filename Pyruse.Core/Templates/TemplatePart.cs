namespace Pyruse.Core.Templates;

/// <summary>A piece of a template: a <see cref="TemplateLiteral"/> or a <see cref="TemplatePlaceholder"/>.</summary>
internal abstract record TemplatePart
{
    private protected TemplatePart()
    {
    }
}

/// <summary>Text that is copied as it is.</summary>
/// <param name="Text">The text, with doubled braces made single.</param>
internal sealed record TemplateLiteral(string Text) : TemplatePart;

/// <summary>The place of a field's value.</summary>
/// <param name="Names">The names of the fields, at least one; the first that is present gives the value.</param>
/// <param name="Conversion">What is done to the value before it is formatted.</param>
/// <param name="Format">How the value is formatted; null when the template does not say.</param>
internal sealed record TemplatePlaceholder(IReadOnlyList<string> Names, TemplateConversion Conversion, FormatSpec? Format) : TemplatePart;

/// <summary>What is done to a value before it is formatted.</summary>
internal enum TemplateConversion
{
    /// <summary>Nothing: the format applies to the value in its own type.</summary>
    None,

    /// <summary><c>!r</c>: the value becomes text as Python's <c>repr</c> writes it; see <see cref="PythonRepr"/>.</summary>
    Repr,

    /// <summary><c>!s</c>: the value becomes text as it prints without a format.</summary>
    Text,
}
