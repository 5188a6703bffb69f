namespace Pyruse.Core.Configuration.Toml;

/// <summary>One part of a dotted key, and where it stands.</summary>
internal readonly record struct TomlKey(string Name, SourcePosition Position);

/// <summary>Reads keys: bare, quoted and dotted.</summary>
internal sealed class TomlKeys(TomlCursor cursor, BoundedErrors errors, TomlStrings strings)
{
    /// <summary>Reads a key, which has at least one part, and the blanks around it.</summary>
    public List<TomlKey> Read()
    {
        List<TomlKey> path = [];
        do
        {
            if (path.Count > 0)
                cursor.Advance();
            cursor.SkipBlanks();
            if (path.Count == TomlReader.MaximumDepth)
                throw errors.Fail(cursor.Position, $"The key has more than {TomlReader.MaximumDepth} parts; shorten it.");
            path.Add(new(Position: cursor.Position, Name: ReadPart()));
            cursor.SkipBlanks();
        }
        while (cursor.Current == '.');
        return path;
    }

    /// <summary>Whether the character may stand in a key without quotes.</summary>
    public static bool IsBare(int character) => character >= 0 && (char.IsAsciiLetterOrDigit((char)character) || character is '_' or '-');

    /// <summary>Gives a key as a user would write it, in quotes, for messages.</summary>
    public static string Describe(IEnumerable<TomlKey> path) => Excerpt.Quote(string.Join('.', path.Select(static part => part.Name)));

    private string ReadPart()
    {
        if (cursor.Current is '"' or '\'')
            return strings.ReadKey();
        var start = cursor.Offset;
        while (IsBare(cursor.Current))
            cursor.Advance();
        if (cursor.Offset > start)
            return cursor.Text[start..cursor.Offset];
        var remedy = cursor.IsAtLineEnd || cursor.Current is '.' or '=' or ',' or '[' or ']' or '{' or '}' or '#'
            ? "write the name of the key before it"
            : "put a key in quotes when it has other characters than A-Z, a-z, 0-9, '_' and '-'";
        throw errors.Fail(cursor.Position, $"Found {cursor.Found} where a key was expected; {remedy}.");
    }
}
