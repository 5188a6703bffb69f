namespace Pyruse.Core.Configuration.Json;

/// <summary>Reads documents in JSON, with comments and trailing commas allowed.</summary>
/// <remarks>
/// The document must be an object; no key may stand twice in one object. Integers of 64 bits become <see cref="long"/>, other numbers
/// <see cref="double"/>. Columns count Unicode scalar values. Reading ends at the first error of syntax; doubled keys are reported all.
/// </remarks>
public static class JsonConfigReader
{
    /// <summary>How deep objects and lists may be nested.</summary>
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
        if (!Utf8Source.TryOpen(file, content, diagnostics, out var utf8))
            return null;
        var document = new JsonDocumentReader(file, utf8, diagnostics);
        return document.Read();
    }
}
