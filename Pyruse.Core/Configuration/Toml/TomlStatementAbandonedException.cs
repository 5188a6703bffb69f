namespace Pyruse.Core.Configuration.Toml;

/// <summary>Leaves a statement whose error has been reported; <see cref="TomlDocument"/> goes on behind it.</summary>
internal sealed class TomlStatementAbandonedException : Exception;

/// <summary>Reports errors that make the rest of a statement unreadable.</summary>
internal static class TomlFailures
{
    /// <summary>Reports an error and gives what the caller throws.</summary>
    public static TomlStatementAbandonedException Fail(this BoundedErrors errors, SourcePosition position, string message)
    {
        errors.Report(position, message);
        return new();
    }
}
