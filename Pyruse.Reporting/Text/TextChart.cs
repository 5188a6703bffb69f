using System.Text;
using Pyruse.Reporting.Views;

namespace Pyruse.Reporting.Text;

/// <summary>Draws the chart of the hours with plain characters.</summary>
internal static class TextChart
{
    private const int Rows = 6;
    private const int ColumnWidth = 2;

    /// <summary>The chart, line by line: the columns, an axis, the hours, and marks under those with something to check.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<ColumnView> columns, long most)
    {
        string top = Wording.Number(most);
        List<string> lines = [];
        for (int row = Rows; row > 0; row--)
            lines.Add(Line(row == Rows ? top : "", '|', columns, column => Level(column) >= row ? "#" : ""));
        lines.Add($"{"0".PadLeft(top.Length)} +{new string('-', columns.Count * ColumnWidth)}");
        lines.Add(Line("", ' ', columns, static column => column.Tick));
        if (columns.Any(static column => column.Warn))
            lines.Add(Line("", ' ', columns, static column => column.Warn ? "!" : ""));
        return lines;

        string Line(string label, char axis, IReadOnlyList<ColumnView> columns, Func<ColumnView, string> cell)
        {
            var line = new StringBuilder(label.PadLeft(top.Length)).Append(' ').Append(axis);
            foreach (ColumnView column in columns)
                line.Append(cell(column).PadRight(ColumnWidth));
            return line.ToString().TrimEnd();
        }
    }

    /// <summary>How many rows a column is high; the least number is one row.</summary>
    private static int Level(ColumnView column) => column.Height == 0 ? 0 : Math.Max(1, (column.Height * Rows + 50) / 100);
}
