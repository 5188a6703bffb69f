using Pyruse.Core.Effects;

namespace Pyruse.Cli.Output;

/// <summary>Prints effects to standard output as lines of JSON, and counts them.</summary>
/// <remarks>When the output can't be written, nothing is thrown at the step that caused the effect: the failure is kept, and the engine is told to end.</remarks>
internal sealed class EffectOutput : IDisposable
{
    private readonly Stream _standardOutput = StandardOutput.Open();
    private readonly EffectJson _lines;
    private readonly Action _end;

    /// <param name="end">Ends the engine.</param>
    public EffectOutput(Action end)
    {
        _lines = new EffectJson(_standardOutput);
        _end = end;
    }

    /// <summary>What was printed.</summary>
    public EffectTally Tally { get; } = new();

    /// <summary>Why the output could not be written; null when it could, or when its reader has had enough, as "head" has.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether the output could not be written.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Prints an effect.</summary>
    public void Write(Effect effect)
    {
        Tally.Add(effect);
        Try(() => _lines.Write(effect));
    }

    /// <summary>Prints an effect that only one of two runs has.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="only">The run.</param>
    public void Write(Effect effect, string only) => Try(() => _lines.Write(effect, only));

    /// <summary>Prints a line of JSON that is no effect.</summary>
    public void Write(ReadOnlyMemory<byte> line) => Try(() =>
    {
        _standardOutput.Write(line.Span);
        _standardOutput.WriteByte((byte)'\n');
    });

    /// <summary>Sees to it that everything is out.</summary>
    public void Flush() => Try(_standardOutput.Flush);

    public void Dispose()
    {
        Flush();
        _lines.Dispose();
    }

    private void Try(Action write)
    {
        if (HasFailed)
            return;
        try
        {
            write();
        }
        catch (IOException exception)
        {
            HasFailed = true;
            Problem = StandardOutput.IsClosedPipe(exception) ? null : $"The output can't be written: {exception.Message}";
            _end();
        }
    }
}
