namespace Pyruse.Core.Patterns;

/// <summary>A reading position in the text of a pattern.</summary>
internal sealed class PatternCursor(string source)
{
    public int Position { get; set; }

    public bool AtEnd => Position >= source.Length;

    /// <summary>The next character, or NUL at the end (where callers that could take a NUL ask <see cref="AtEnd"/> first).</summary>
    public char Peek => AtEnd ? '\0' : source[Position];

    public char Take() => source[Position++];

    public bool TryTake(char expected)
    {
        if (AtEnd || source[Position] != expected)
            return false;
        Position++;
        return true;
    }

    public int TakeCodePoint()
    {
        var isPair = Position + 1 < source.Length && char.IsSurrogatePair(source[Position], source[Position + 1]);
        var codePoint = isPair ? char.ConvertToUtf32(source[Position], source[Position + 1]) : source[Position];
        Position += isPair ? 2 : 1;
        return codePoint;
    }

    /// <summary>Takes at most <paramref name="most"/> characters of one kind.</summary>
    public string TakeWhile(Func<char, bool> kind, int most = int.MaxValue)
    {
        var start = Position;
        while (!AtEnd && Position - start < most && kind(source[Position]))
            Position++;
        return Since(start);
    }

    public string Since(int start) => source[start..Math.Min(Position, source.Length)];

    public static string At(int position) => $"at column {position + 1}";

    public static PatternSyntaxException Error(int position, string sentence) => new(sentence, position + 1);
}
