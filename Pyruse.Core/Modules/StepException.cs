namespace Pyruse.Core.Modules;

/// <summary>A step can't do its work for this entry. The message is a sentence for the administrator; no stack trace is shown.</summary>
public sealed class StepException : Exception
{
    /// <summary>Makes one without a message; prefer the others.</summary>
    public StepException()
    {
    }

    /// <summary>Makes one with a sentence.</summary>
    public StepException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public StepException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A source can't be read. The message is a sentence for the administrator: what, where, and what to do.</summary>
public sealed class SourceException : Exception
{
    /// <summary>Makes one without a message; prefer the others.</summary>
    public SourceException()
    {
    }

    /// <summary>Makes one with a sentence.</summary>
    public SourceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
