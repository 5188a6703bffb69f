namespace Pyruse.Core.Patterns;

/// <summary>A pattern in parts.</summary>
/// <param name="Root">The whole of it.</param>
/// <param name="Groups">The capturing groups in order.</param>
/// <param name="HasEmptyTurns">Whether a part that can be empty is repeated.</param>
/// <param name="LazyEmptyTurns">Where such a part is first repeated as few times as possible; null for nowhere.</param>
internal sealed record ParsedPattern(PatternNode Root, IReadOnlyList<PatternGroup> Groups, bool HasEmptyTurns, int? LazyEmptyTurns);

/// <summary>Reads the syntax of Python's <c>re</c> (3.11, text patterns): alternatives, sequences and what repeats.</summary>
internal sealed class PatternParser
{
    public const int MaxLength = 32 * 1024;

    private readonly PatternCursor _cursor;
    private readonly GroupTable _groups = new();
    private readonly GroupReader _groupReader;
    private bool _hasEmptyTurns;
    private int? _lazyEmptyTurns;

    private PatternParser(string source)
    {
        _cursor = new PatternCursor(source);
        _groupReader = new GroupReader(_cursor, _groups, this);
    }

    /// <summary>The flags in force at the reading position.</summary>
    public PatternFlags Flags { get; set; }

    /// <exception cref="PatternSyntaxException">The pattern breaks the syntax or a bound.</exception>
    public static ParsedPattern Parse(string source)
    {
        if (source.Length > MaxLength)
        {
            throw PatternCursor.Error(MaxLength,
                $"the pattern is {source.Length} characters long; at most {MaxLength} are accepted, so split it into several (column {MaxLength + 1})");
        }

        var parser = new PatternParser(source);
        var root = parser.ReadAlternatives(isOutermost: true);
        if (!parser._cursor.AtEnd)
        {
            var position = parser._cursor.Position;
            throw PatternCursor.Error(position, $"the \")\" {PatternCursor.At(position)} closes no group; write \"\\)\" for the character itself");
        }

        parser._groups.CheckConditions();
        return new ParsedPattern(root, parser._groups.All, parser._hasEmptyTurns, parser._lazyEmptyTurns);
    }

    public PatternNode ReadAlternatives(bool isOutermost = false)
    {
        var branches = new List<PatternNode>();
        do
            branches.Add(ReadSequence(isStart: isOutermost && branches.Count == 0));
        while (_cursor.TryTake('|'));
        return branches.Count == 1 ? branches[0] : new AlternationNode(branches);
    }

    /// <param name="isStart">Whether the sequence begins the pattern: the only place for flags that govern all of it.</param>
    public PatternNode ReadSequence(bool isStart = false)
    {
        var items = new List<PatternNode>();
        var last = Repeatable.Nothing;
        while (!_cursor.AtEnd && _cursor.Peek is not ('|' or ')'))
        {
            var position = _cursor.Position;
            if (Flags.HasFlag(PatternFlags.Verbose) && TrySkipVerbose())
                continue;
            if (Quantifier.TryRead(_cursor) is { } quantifier)
            {
                CheckRepeatable(last, quantifier, position);
                items[^1] = Repeat(items[^1], quantifier, position);
                last = Repeatable.Quantified;
            }
            else if (ReadItem(isStart && items.Count == 0) is { } item)
            {
                items.Add(item);
                // Python repeats "(?:^)" but not "^" itself.
                last = item is AnchorNode && _cursor.Since(position)[0] != '(' ? Repeatable.Nothing : Repeatable.Item;
            }
        }

        return items.Count == 1 ? items[0] : new SequenceNode(items);
    }

    private PatternNode? ReadItem(bool isStart)
    {
        switch (_cursor.Peek)
        {
            case '(':
                return _groupReader.Read(isStart);
            case '[':
                return ClassReader.Read(_cursor, Flags);
            case '\\':
                return EscapeReader.ReadItem(_cursor, Flags, _groups);
            case '.':
                _cursor.Take();
                return new AnyNode(Flags.HasFlag(PatternFlags.DotAll));
            case '^':
                _cursor.Take();
                return new AnchorNode(Flags.HasFlag(PatternFlags.MultiLine) ? Anchor.LineStart : Anchor.TextStart);
            case '$':
                _cursor.Take();
                return new AnchorNode(Flags.HasFlag(PatternFlags.MultiLine) ? Anchor.LineEnd : Anchor.TextEnd);
            default:
                return new CharacterNode(_cursor.TakeCodePoint(), CaseOf(Flags));
        }
    }

    public static CaseRule CaseOf(PatternFlags flags) =>
        !flags.HasFlag(PatternFlags.IgnoreCase) ? CaseRule.Exact
        : flags.HasFlag(PatternFlags.Ascii) ? CaseRule.IgnoreAscii
        : CaseRule.IgnoreUnicode;

    private bool TrySkipVerbose()
    {
        if (_cursor.Peek is ' ' or (>= '\t' and <= '\r'))
        {
            _cursor.Take();
            return true;
        }

        if (!_cursor.TryTake('#'))
            return false;
        // Python reads a comment by tokens: a backslash hides the newline after it.
        while (!_cursor.AtEnd && _cursor.Take() is var character && character != '\n')
        {
            if (character == '\\' && !_cursor.AtEnd)
                _cursor.Take();
        }

        return true;
    }

    private RepeatNode Repeat(PatternNode body, Quantifier quantifier, int position)
    {
        var repeat = new RepeatNode(body, quantifier.Minimum, quantifier.Maximum, quantifier.Greed);
        if (EmptyTurns.In(repeat))
        {
            _hasEmptyTurns = true;
            if (repeat.Greed == Greed.Lazy)
                _lazyEmptyTurns ??= position;
        }

        return repeat;
    }

    private static void CheckRepeatable(Repeatable last, Quantifier quantifier, int position)
    {
        var (written, escaped) = (quantifier.Written, $"\\{quantifier.Written[0]}");
        if (last == Repeatable.Nothing)
        {
            throw PatternCursor.Error(position,
                $"nothing to repeat before \"{written}\" {PatternCursor.At(position)}; write \"{escaped}\" for the character itself");
        }

        if (last == Repeatable.Quantified)
        {
            throw PatternCursor.Error(position,
                $"the quantifier \"{written}\" {PatternCursor.At(position)} follows another; put what it repeats into \"(?:…)\"");
        }
    }

    private enum Repeatable
    {
        Nothing,
        Item,
        Quantified,
    }
}
