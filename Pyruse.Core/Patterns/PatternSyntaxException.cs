namespace Pyruse.Core.Patterns;

/// <summary>Says what is wrong in a regular expression, where, and how to put it right.</summary>
public sealed class PatternSyntaxException : FormatException
{
    /// <summary>Creates an exception without a place.</summary>
    public PatternSyntaxException()
    {
    }

    /// <summary>Creates an exception without a place.</summary>
    /// <param name="message">A full sentence with the remedy last.</param>
    public PatternSyntaxException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception without a place.</summary>
    /// <param name="message">A full sentence with the remedy last.</param>
    /// <param name="innerException">What caused it.</param>
    public PatternSyntaxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception for a place in the pattern.</summary>
    /// <param name="message">A full sentence that names the column, with the remedy last.</param>
    /// <param name="column">The place, counted from 1 in UTF-16 characters.</param>
    public PatternSyntaxException(string message, int column)
        : base(message) => Column = column;

    /// <summary>The place in the pattern, counted from 1 in UTF-16 characters; 0 when unknown.</summary>
    public int Column { get; }
}
