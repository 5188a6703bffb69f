using System.Text.RegularExpressions;

namespace Pyruse.Manual;

/// <summary>Writes a page of docs/ into a manual page. Knows the Markdown that these pages are written in: headings, paragraphs, lists, tables, and lines that stay as they are.</summary>
/// <param name="page">The manual page.</param>
/// <param name="skipTable">Whether a table is left out, by the text of its first column's heading.</param>
internal sealed partial class MarkdownPage(Roff page, Func<string, bool>? skipTable = null)
{
    private string[] _lines = [];
    private int _next;

    /// <summary>Appends all but the title.</summary>
    public void Append(string markdown)
    {
        _lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (_next = 0; _next < _lines.Length;)
            AppendBlock();
    }

    private void AppendBlock()
    {
        string line = _lines[_next];
        if (line.Length == 0 || line.StartsWith("# ", StringComparison.Ordinal) || line[0] == '<')
            _next++;
        else if (line.StartsWith("## ", StringComparison.Ordinal))
            page.Section(Plain(_lines[_next++][3..]));
        else if (line.StartsWith("### ", StringComparison.Ordinal))
            page.Subsection(_lines[_next++][4..]);
        else if (line.StartsWith("```", StringComparison.Ordinal))
            AppendFence();
        else if (line.StartsWith("    ", StringComparison.Ordinal))
            AppendIndented();
        else if (line[0] == '|')
            AppendTable();
        else if (Bullet().Match(line) is { Success: true } bullet)
            AppendPoint(bullet);
        else
            page.Paragraph(TakeText());
    }

    private void AppendFence()
    {
        int end = Array.FindIndex(_lines, _next + 1, static line => line.StartsWith("```", StringComparison.Ordinal));
        end = end < 0 ? _lines.Length : end;
        page.Literal(_lines[(_next + 1)..end]);
        _next = end + 1;
    }

    private void AppendIndented()
    {
        int first = _next;
        while (_next < _lines.Length && (_lines[_next].Length == 0 || _lines[_next].StartsWith("    ", StringComparison.Ordinal)))
            _next++;
        page.Literal(string.Join('\n', _lines[first.._next]).TrimEnd().Split('\n').Select(static line => line.Length > 4 ? line[4..] : ""));
    }

    private void AppendPoint(Match bullet)
    {
        string mark = bullet.Groups["number"] is { Length: > 0 } number ? number.Value : @"\(bu";
        _lines[_next] = _lines[_next][bullet.Length..];
        page.Point(mark, TakeText());
    }

    /// <summary>Takes the lines up to the next block.</summary>
    private string TakeText()
    {
        int first = _next++;
        while (_next < _lines.Length && _lines[_next].Length > 0 && _lines[_next][0] is not ('|' or '#' or '<') && !_lines[_next].StartsWith("```", StringComparison.Ordinal) && !Bullet().IsMatch(_lines[_next]))
            _next++;
        return string.Join(' ', _lines[first.._next].Select(static line => line.Trim()));
    }

    private void AppendTable()
    {
        string[] head = Cells(_lines[_next]);
        bool isSkipped = skipTable?.Invoke(head[0]) == true;
        // The line below the heading has only dashes.
        for (_next += 2; _next < _lines.Length && _lines[_next].StartsWith('|'); _next++)
        {
            string[] cells = Cells(_lines[_next]);
            if (!isSkipped)
                page.Tagged(cells[0], string.Join(' ', Enumerable.Range(1, cells.Length - 1).Reverse().Where(column => cells[column].Length > 0).Select(column => Sentence(head, cells, column))));
        }
    }

    /// <summary>What a cell says: the last column speaks for itself, the others need their heading.</summary>
    private static string Sentence(string[] head, string[] cells, int column) => column == cells.Length - 1 || column >= head.Length ? cells[column].TrimEnd('.') + "." : $"({head[column]}: {cells[column]})";

    private static string[] Cells(string row) => [.. CellBorder().Split(row.Trim().Trim('|')).Select(static cell => cell.Trim().Replace(@"\|", "|", StringComparison.Ordinal))];

    private static string Plain(string text) => text.Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:[*-]|(?<number>\d+\.)) +", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, 1000)]
    private static partial Regex CellBorder();
}
