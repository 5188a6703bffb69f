using System.Text;

namespace Pyruse.Core.Configuration.Toml;

/// <summary>Reads documents in TOML 1.0.0.</summary>
/// <remarks>
/// Columns count Unicode scalar values. Line ends in multi-line texts become line feeds; fractions of seconds are cut off behind 100 ns. Stricter
/// than the standard where .NET has no such value: the year 0000, leap seconds, offsets beyond 14 hours and real numbers that overflow are refused.
/// </remarks>
public static class TomlReader
{
    /// <summary>How deep values may be nested; the keys of the document lie on level 1.</summary>
    public const int MaximumDepth = 128;

    /// <summary>The largest document that is read, in bytes.</summary>
    public const int MaximumBytes = Utf8Source.MaximumBytes;

    /// <summary>Reads a document; every error found goes to the diagnostics, each with its place.</summary>
    /// <param name="file">The file as the user named it, for messages.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="diagnostics">Takes the errors.</param>
    /// <returns>The document, or null when it has an error.</returns>
    public static ConfigTable? Read(string file, ReadOnlySpan<byte> content, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(diagnostics);
        return Utf8Source.TryOpen(file, content, diagnostics, out var utf8)
            ? new TomlDocument(new(file, Encoding.UTF8.GetString(utf8)), new(diagnostics)).Read()
            : null;
    }

    /// <summary>Finds the comments of a document that has no error.</summary>
    internal static IReadOnlyList<TomlComment> ReadComments(string file, ReadOnlySpan<byte> content)
    {
        var diagnostics = new DiagnosticBag();
        var comments = new List<TomlComment>();
        if (Utf8Source.TryOpen(file, content, diagnostics, out var utf8))
            new TomlDocument(new(file, Encoding.UTF8.GetString(utf8)), new(diagnostics), comments).Read();
        return comments;
    }
}
