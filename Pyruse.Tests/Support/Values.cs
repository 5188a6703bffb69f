using Pyruse.Core.Entries;

namespace Pyruse.Tests.Support;

/// <summary>Writes values of entries in one line of text, for comparison with what a test expects.</summary>
internal static class Values
{
    /// <summary>All values of a field, such as <c>Text(a), Integer(5)</c>; nothing when the entry does not have it.</summary>
    public static string Of(LogEntry entry, string field)
    {
        var shown = new List<string>();
        foreach (FieldValue value in entry[entry.Fields[field]])
            shown.Add(Of(value));
        return string.Join(", ", shown);
    }

    /// <summary>One value.</summary>
    public static string Of(FieldValue value) => value.Kind switch
    {
        FieldValueKind.Text => $"Text({value.Text})",
        FieldValueKind.Integer or FieldValueKind.Time => $"{value.Kind}({value.Number})",
        FieldValueKind.Bytes => $"Bytes({Convert.ToHexString(value.Utf8)})",
        _ => value.Kind.ToString(),
    };
}
