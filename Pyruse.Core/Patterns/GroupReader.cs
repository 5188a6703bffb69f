namespace Pyruse.Core.Patterns;

/// <summary>Reads what an opening parenthesis begins.</summary>
internal sealed class GroupReader(PatternCursor cursor, GroupTable groups, PatternParser parser)
{
    private const int MaxDepth = 200;

    private int _depth;

    /// <returns>The group; null for a comment or flags, which are no part of a match.</returns>
    public PatternNode? Read(bool isStart)
    {
        var start = cursor.Position;
        cursor.Take();
        if (!cursor.TryTake('?'))
            return ReadCapture(start, name: null);
        switch (cursor.AtEnd ? '\0' : cursor.Take())
        {
            case 'P' when cursor.TryTake('<'):
            case '<' when cursor.Peek is not ('=' or '!'):
                return ReadCapture(start, ReadName(cursor, '>'));
            case 'P' when cursor.TryTake('='):
                var name = ReadName(cursor, ')');
                return new BackreferenceNode(groups.Refer(name, cursor.Since(start), start), PatternParser.CaseOf(parser.Flags));
            case ':':
                return ReadBody(start);
            case '>':
                return new AtomicNode(ReadBody(start));
            case '=':
                return new LookNode(ReadBody(start), IsBehind: false, IsNegated: false);
            case '!':
                return new LookNode(ReadBody(start), IsBehind: false, IsNegated: true);
            case '<':
                return ReadLookBehind(start, isNegated: cursor.Take() == '!');
            case '#':
                SkipComment(start);
                return null;
            case '(':
                return ReadConditional(start);
            case var letter when letter == '-' || FlagReader.IsFlag(letter):
                cursor.Position--;
                return ReadFlags(start, isStart);
            default:
                throw PatternCursor.Error(start,
                    $"the group \"{cursor.Since(start)}\" {PatternCursor.At(start)} is of no known kind; write \"(?:…)\", \"(?P<name>…)\" or \"\\(\"");
        }
    }

    /// <summary>Reads a name up to and with its closing character.</summary>
    public static string ReadName(PatternCursor cursor, char end, bool allowNumber = false)
    {
        var start = cursor.Position;
        var name = cursor.TakeWhile(character => character != end);
        if (!cursor.TryTake(end))
            throw PatternCursor.Error(start, $"the group name {PatternCursor.At(start)} is never closed; add \"{end}\"");
        if (name.Length == 0)
            throw PatternCursor.Error(start, $"the group name {PatternCursor.At(start)} is empty; write a name before \"{end}\"");
        if (!IsName(name) && !(allowNumber && name.All(char.IsAsciiDigit)))
        {
            throw PatternCursor.Error(start,
                $"\"{name}\" {PatternCursor.At(start)} is no group name; use letters, digits and \"_\", and no digit first");
        }

        return name;
    }

    private static bool IsName(string name) =>
        (char.IsLetter(name[0]) || name[0] == '_') && name.All(character => char.IsLetterOrDigit(character) || character == '_');

    private CaptureNode ReadCapture(int start, string? name)
    {
        var number = groups.Open(name, start);
        var body = ReadBody(start);
        groups.Close(number, body);
        return new CaptureNode(number, body);
    }

    private LookNode ReadLookBehind(int start, bool isNegated)
    {
        var isOutermost = groups.EnterLookBehind();
        var body = ReadBody(start);
        if (isOutermost)
            groups.LeaveLookBehind();
        var width = PatternWidth.Of(body, groups.Widths);
        return width.Minimum == width.Maximum
            ? new LookNode(body, IsBehind: true, isNegated)
            : throw PatternCursor.Error(start,
                $"the look-behind {PatternCursor.At(start)} can match texts of different lengths; give it one length, or several look-behinds joined by \"|\"");
    }

    private ConditionalNode ReadConditional(int start)
    {
        var position = cursor.Position;
        var group = ReadName(cursor, ')', allowNumber: true);
        var number = groups.Ask(group, cursor.Since(start), position);
        return Nested(start, () =>
        {
            var yes = parser.ReadSequence();
            var no = cursor.TryTake('|') ? parser.ReadSequence() : SequenceNode.Empty;
            return cursor.Peek == '|'
                ? throw PatternCursor.Error(cursor.Position,
                    $"the \"|\" {PatternCursor.At(cursor.Position)} gives the conditional a third branch; put the alternatives into \"(?:…)\"")
                : new ConditionalNode(number, yes, no);
        });
    }

    private PatternNode? ReadFlags(int start, bool isStart)
    {
        var change = FlagReader.Read(cursor, start);
        if (change.IsScoped)
        {
            var outer = parser.Flags;
            parser.Flags = change.Apply(outer);
            var body = ReadBody(start);
            parser.Flags = outer;
            return body;
        }

        if (!isStart)
        {
            var written = cursor.Since(start);
            throw PatternCursor.Error(start,
                $"the flags \"{written}\" {PatternCursor.At(start)} govern the whole pattern; put them first, or write \"{written[..^1]}:…)\"");
        }

        parser.Flags = FlagReader.CheckTogether(parser.Flags | change.Added, start);
        return null;
    }

    private PatternNode ReadBody(int start) => Nested(start, () => parser.ReadAlternatives());

    private TNode Nested<TNode>(int start, Func<TNode> read)
    {
        if (++_depth > MaxDepth)
        {
            throw PatternCursor.Error(start,
                $"the group {PatternCursor.At(start)} is nested deeper than {MaxDepth} levels; write the pattern with fewer parentheses");
        }

        var flags = parser.Flags;
        var body = read();
        parser.Flags = flags;
        _depth--;
        return cursor.TryTake(')')
            ? body
            : throw PatternCursor.Error(start, $"the group opened {PatternCursor.At(start)} is never closed; add \")\"");
    }

    private void SkipComment(int start)
    {
        cursor.TakeWhile(character => character != ')');
        if (!cursor.TryTake(')'))
            throw PatternCursor.Error(start, $"the comment opened {PatternCursor.At(start)} is never closed; add \")\"");
    }
}
