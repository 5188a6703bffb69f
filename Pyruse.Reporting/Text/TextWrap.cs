using System.Text;

namespace Pyruse.Reporting.Text;

/// <summary>Breaks lines at spaces.</summary>
internal static class TextWrap
{
    /// <summary>The columns of a line.</summary>
    public const int Columns = 80;

    /// <summary>Sets a text in lines of at most <see cref="Columns"/> columns; only a word that is longer than a line is broken.</summary>
    /// <param name="text">The text; its own line breaks are kept.</param>
    /// <param name="indent">What all lines but the first begin with.</param>
    public static string Wrap(string text, string indent)
    {
        var wrapped = new StringBuilder();
        string prefix = "";
        foreach (ReadOnlySpan<char> line in text.AsSpan().Trim('\n').EnumerateLines())
        {
            ReadOnlySpan<char> rest = prefix.Length == 0 ? line.TrimEnd() : line.Trim();
            do
            {
                int length = Fitting(rest, Columns - prefix.Length, Columns - indent.Length);
                wrapped.Append(rest.Length == 0 ? "" : prefix).Append(rest[..length].TrimEnd()).Append('\n');
                rest = rest[length..].TrimStart(' ');
                prefix = indent;
            }
            while (rest.Length > 0);
        }
        return wrapped.ToString(0, Math.Max(0, wrapped.Length - 1));
    }

    /// <summary>How much of the text goes into a line with this much room.</summary>
    private static int Fitting(ReadOnlySpan<char> text, int room, int nextRoom)
    {
        if (text.Length <= room)
            return text.Length;
        int space = text[..(room + 1)].LastIndexOf(' ');
        int word = text[(space + 1)..].IndexOf(' ');
        if (word < 0)
            word = text.Length - space - 1;
        if (space > 0 && word <= nextRoom)
            return space;
        return char.IsHighSurrogate(text[room - 1]) ? room - 1 : room;
    }
}
