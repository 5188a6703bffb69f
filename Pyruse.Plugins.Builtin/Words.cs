namespace Pyruse.Plugins.Builtin;

/// <summary>Words for messages about values that come from logs: quoted, without control characters, and at a bounded length.</summary>
internal static class Words
{
    private const int MaxLength = 80;

    /// <summary>Says what a value is.</summary>
    public static string Describe(FieldValue value) => value.Kind switch
    {
        FieldValueKind.Missing => "missing",
        FieldValueKind.Null => "null",
        FieldValueKind.Text => $"the text {Quote(value.Text!)}",
        FieldValueKind.Integer => $"the integer {value.Number}",
        FieldValueKind.Time => $"the time {value.Time:O}",
        _ => "binary",
    };

    /// <summary>Quotes a text.</summary>
    public static string Quote(string text)
    {
        string shown = text.Length <= MaxLength ? text : text[..MaxLength] + "…";
        return $"\"{string.Concat(shown.Select(static c => char.IsControl(c) ? '·' : c))}\"";
    }
}
