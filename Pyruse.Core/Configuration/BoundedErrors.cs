namespace Pyruse.Core.Configuration;

/// <summary>Collects the errors of one file, up to a number that its author can still use.</summary>
internal sealed class BoundedErrors(DiagnosticBag diagnostics)
{
    /// <summary>How many errors are reported before reading stops.</summary>
    public const int Maximum = 100;

    private int _count;

    /// <summary>Whether an error was found.</summary>
    public bool Any => _count > 0;

    /// <summary>Whether so many errors were found that no more are wanted.</summary>
    public bool IsFull => _count >= Maximum;

    /// <summary>Reports an error.</summary>
    public void Report(SourcePosition position, string message)
    {
        if (IsFull)
            return;
        diagnostics.Error(position, message);
        if (++_count == Maximum)
            diagnostics.Error(position with { Line = 0, Column = 0 }, $"Reading stopped after {Maximum} errors; correct these first.");
    }
}
