namespace Pyruse.Cli.Output;

/// <summary>Makes text that may quote logs fit for a terminal.</summary>
internal static class Printable
{
    /// <summary>Puts a dot in the place of each control character.</summary>
    public static string Of(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '·' : c));
}
