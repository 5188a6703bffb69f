using System.Text;

namespace Pyruse.Benchmarks.Output;

/// <summary>A table that is plain text to people and a table to Markdown. Cells that begin with a digit, and their headings, stand at the right.</summary>
/// <param name="headings">The headings of the columns.</param>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with as many cells as there are headings.</summary>
    public TextTable Add(params string[] cells)
    {
        if (cells.Length != headings.Length)
            throw new ArgumentException($"A row of this table has {headings.Length} cells, not {cells.Length}.", nameof(cells));
        _rows.Add(cells);
        return this;
    }

    public override string ToString()
    {
        int[] widths = [.. headings.Select((heading, column) => _rows.Select(row => row[column].Length).Append(heading.Length).Append(3).Max())];
        bool[] right = [.. headings.Select((_, column) => _rows.Count > 0 && _rows.TrueForAll(row => IsFigure(row[column])))];
        var text = new StringBuilder();
        Write(text, headings, widths, right);
        Write(text, [.. widths.Select((width, column) => right[column] ? new string('-', width - 1) + ":" : new string('-', width))], widths, right);
        foreach (string[] row in _rows)
            Write(text, row, widths, right);
        return text.ToString();
    }

    private static bool IsFigure(string cell) => cell is "–" || (cell.TrimStart('-') is [var first, ..] && char.IsAsciiDigit(first));

    private static void Write(StringBuilder text, string[] cells, int[] widths, bool[] right)
    {
        for (int column = 0; column < cells.Length; column++)
            text.Append("| ").Append(right[column] ? cells[column].PadLeft(widths[column]) : cells[column].PadRight(widths[column])).Append(' ');
        text.Append("|\n");
    }
}
