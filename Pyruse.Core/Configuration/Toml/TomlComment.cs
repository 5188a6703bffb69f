namespace Pyruse.Core.Configuration.Toml;

/// <summary>A comment of a document.</summary>
/// <param name="Position">Where its number sign stands.</param>
/// <param name="Text">What follows the number sign, up to the end of the line.</param>
/// <param name="StandsAlone">Whether nothing else is on its line.</param>
internal sealed record TomlComment(SourcePosition Position, string Text, bool StandsAlone);
