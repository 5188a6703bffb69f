namespace Pyruse.Core.Templates;

/// <summary>A template cannot be parsed; the message says what is wrong, what was expected, and the remedy last.</summary>
public sealed class TemplateSyntaxException : FormatException
{
    /// <summary>Makes the exception for a place in a template.</summary>
    /// <param name="message">A full sentence, without the place.</param>
    /// <param name="column">Where the fault is, counted from 1.</param>
    public TemplateSyntaxException(string message, int column)
        : base(message) => Column = column;

    /// <summary>Where the fault is in the parsed text, in UTF-16 characters counted from 1.</summary>
    public int Column { get; }
}
