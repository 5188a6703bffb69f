namespace Pyruse.Core.Configuration;

/// <summary>How grave a <see cref="Diagnostic"/> is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The configuration works, but probably not as meant.</summary>
    Warning,

    /// <summary>The configuration is refused.</summary>
    Error,
}

/// <summary>One finding about a configuration: a full sentence and its place.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="Position">Where it is.</param>
/// <param name="Message">What is wrong, what was expected, and the remedy last.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, SourcePosition Position, string Message)
{
    /// <summary>The kind of a warning, by which it can be silenced: one of <see cref="Lint.LintCodes"/>; null: it has none.</summary>
    public string? Code { get; init; }

    /// <summary>Gives <c>file:line:column: error: message</c>, with the code in brackets where there is one.</summary>
    public override string ToString() => $"{Position}: {(Severity == DiagnosticSeverity.Error ? "error" : "warning")}: {(Code is null ? "" : $"[{Code}] ")}{Message}";
}

/// <summary>Collects the findings about one configuration, so that all of them are reported at once.</summary>
/// <remarks>Not safe for use by several threads.</remarks>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _items = [];

    /// <summary>All findings, in the order they were made.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Whether at least one finding is an error.</summary>
    public bool HasErrors => _items.Exists(static item => item.Severity == DiagnosticSeverity.Error);

    /// <summary>Adds an error.</summary>
    public void Error(SourcePosition position, string message) => _items.Add(new(DiagnosticSeverity.Error, position, message));

    /// <summary>Adds a warning.</summary>
    public void Warning(SourcePosition position, string message) => _items.Add(new(DiagnosticSeverity.Warning, position, message));

    /// <summary>Adds a warning of a kind that can be silenced.</summary>
    internal void Warning(SourcePosition position, string message, string code) => _items.Add(new(DiagnosticSeverity.Warning, position, message) { Code = code });

    /// <summary>Takes findings out.</summary>
    internal void Remove(Predicate<Diagnostic> isUnwanted) => _items.RemoveAll(isUnwanted);
}
