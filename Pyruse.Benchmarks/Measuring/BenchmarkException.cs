namespace Pyruse.Benchmarks.Measuring;

/// <summary>A measurement is impossible; the message is a sentence for whoever asked for it.</summary>
public sealed class BenchmarkException : Exception
{
    /// <summary>Makes one without a message; prefer the others.</summary>
    public BenchmarkException()
    {
    }

    /// <summary>Makes one with a sentence.</summary>
    public BenchmarkException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public BenchmarkException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
