namespace Pyruse.Core.Configuration.Toml;

/// <summary>What a word stands for, or the sentence about what is wrong with it.</summary>
internal readonly record struct TomlReading(object? Value, string? Problem)
{
    public static TomlReading Of(object value) => new(value, null);

    public static TomlReading Wrong(string problem) => new(null, problem);
}

/// <summary>Reads the values that are written without quotes or brackets.</summary>
internal static class TomlScalars
{
    /// <summary>Reads a word, which has at least one character.</summary>
    public static TomlReading Read(string word)
    {
        if (word is "true" or "false")
            return TomlReading.Of(word is "true");
        if (TomlDates.IsShapedLikeOne(word))
            return TomlDates.Read(word);
        if (TomlNumbers.IsShapedLikeOne(word))
            return TomlNumbers.Read(word);
        var small = word.ToLowerInvariant();
        return TomlReading.Wrong(small is "true" or "false" or "inf" or "nan"
            ? $"{Excerpt.Quote(word)} is not a value; write {small}, in small letters."
            : $"{Excerpt.Quote(word)} is not a value; a text is put in quotes.");
    }
}
