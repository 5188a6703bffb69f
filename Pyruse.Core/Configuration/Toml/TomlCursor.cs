using System.Text;

namespace Pyruse.Core.Configuration.Toml;

/// <summary>A place in the text of a TOML document that moves forward and knows its line and column.</summary>
/// <remarks>Columns count Unicode scalar values: a character outside the basic plane is one column, though two UTF-16 units.</remarks>
internal sealed class TomlCursor(string file, string text)
{
    /// <summary>What <see cref="Current"/> and <see cref="Peek"/> give behind the last character.</summary>
    public const int End = -1;

    private int _line = 1;
    private int _columnOrigin;

    /// <summary>The whole document.</summary>
    public string Text => text;

    /// <summary>The index of the current character.</summary>
    public int Offset { get; private set; }

    /// <summary>The index of the first character of the current line.</summary>
    public int LineStart { get; private set; }

    /// <summary>The current character, or <see cref="End"/>.</summary>
    public int Current => Peek(0);

    /// <summary>The place of the current character.</summary>
    public SourcePosition Position => new(file, _line, Offset - _columnOrigin + 1);

    /// <summary>Whether the document is read to its end.</summary>
    public bool IsAtEnd => Offset == text.Length;

    /// <summary>Whether the current character is a line feed, a carriage return with line feed, or the end of the document.</summary>
    public bool IsAtLineEnd => Current is End or '\n' || (Current == '\r' && Peek(1) == '\n');

    /// <summary>Whether the current character may not stand in a document; the characters that end a line are none of these.</summary>
    public bool IsAtForbiddenControl => Current is >= 0 and not '\t' and (< ' ' or '\u007F') && !IsAtLineEnd;

    /// <summary>Describes the current character for a message.</summary>
    public string Found => IsAtEnd ? "the end of the file"
        : IsAtLineEnd ? "the end of the line"
        : Current == '\r' ? "a carriage return without line feed"
        : Excerpt.Describe(Rune.GetRuneAt(text, Offset));

    /// <summary>Gives a character further on, or <see cref="End"/>.</summary>
    public int Peek(int ahead) => Offset + ahead < text.Length ? text[Offset + ahead] : End;

    /// <summary>Whether the document goes on with these characters.</summary>
    public bool StartsWith(string expected) => string.CompareOrdinal(text, Offset, expected, 0, expected.Length) == 0;

    /// <summary>Moves forward, at most to the end.</summary>
    public void Advance(int count = 1)
    {
        for (; count > 0 && !IsAtEnd; count--)
        {
            var passed = text[Offset++];
            if (passed == '\n')
                (_line, LineStart, _columnOrigin) = (_line + 1, Offset, Offset);
            else if (char.IsLowSurrogate(passed))
                _columnOrigin++;
        }
    }

    /// <summary>Moves forward to an index.</summary>
    public void AdvanceTo(int offset) => Advance(offset - Offset);

    /// <summary>Goes back to the first character of the current line.</summary>
    public void ReturnToLineStart() => Offset = _columnOrigin = LineStart;

    /// <summary>Passes spaces and tabs.</summary>
    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
            Advance();
    }

    /// <summary>Passes the end of a line, when the cursor is at one.</summary>
    public bool TrySkipNewline()
    {
        if (IsAtEnd || !IsAtLineEnd)
            return false;
        Advance(Current == '\r' ? 2 : 1);
        return true;
    }
}
