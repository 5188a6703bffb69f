namespace Pyruse.Core.Configuration;

/// <summary>A configuration is refused. The message has all errors and warnings, one a line, each a sentence with its place.</summary>
public sealed class PyruseConfigurationException : Exception
{
    /// <summary>Makes one without findings; prefer the others.</summary>
    public PyruseConfigurationException()
    {
    }

    /// <summary>Makes one with a sentence.</summary>
    public PyruseConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public PyruseConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one of what was found.</summary>
    public PyruseConfigurationException(IReadOnlyList<Diagnostic> diagnostics)
        : base("The configuration is refused:\n" + string.Join('\n', diagnostics)) => Diagnostics = diagnostics;

    /// <summary>All errors and warnings, in the order they were found.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = [];
}
