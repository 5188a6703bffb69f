namespace Pyruse.Core.Configuration;

/// <summary>A place in a configuration file.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">The line, counted from 1; 0 when the message is about the file as a whole.</param>
/// <param name="Column">The column in characters, counted from 1; 0 when the message is about the file as a whole.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>The place of everything that was built in code rather than read from a file.</summary>
    public static SourcePosition InCode { get; } = new("(code)", 0, 0);

    /// <summary>Gives <c>file:line:column</c>, or the file alone.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
