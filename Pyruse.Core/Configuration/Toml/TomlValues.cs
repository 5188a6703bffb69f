namespace Pyruse.Core.Configuration.Toml;

/// <summary>Reads values of every kind, arrays and inline tables with all that is in them.</summary>
internal sealed class TomlValues(TomlCursor cursor, BoundedErrors errors, TomlKeys keys, TomlStrings strings, TomlTree tree, List<TomlComment>? comments)
{
    /// <summary>How many brackets and braces are open; after an error, how many the unread rest still has to close.</summary>
    public int OpenBrackets { get; private set; }

    /// <summary>Whether an inline table of this statement was found to have several lines.</summary>
    public bool HasBrokenTable { get; private set; }

    /// <summary>Forgets the state of the statement before.</summary>
    public void BeginStatement() => (OpenBrackets, HasBrokenTable) = (0, false);

    /// <summary>Reads the value at the cursor.</summary>
    /// <param name="depth">The level the value lies on; the keys of the document lie on level 1.</param>
    public ConfigNode Read(int depth)
    {
        if (depth > TomlReader.MaximumDepth)
            throw errors.Fail(cursor.Position, $"The value lies more than {TomlReader.MaximumDepth} levels deep; nest fewer tables and lists.");
        return cursor.Current switch
        {
            '"' or '\'' => new ConfigScalar(position: cursor.Position, value: strings.ReadValue()),
            '[' => ReadArray(depth),
            '{' => ReadInlineTable(depth),
            _ => ReadWord(),
        };
    }

    /// <summary>Reads a key, its equals sign and its value into a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="depth">The level the table lies on.</param>
    public void ReadPair(ConfigTable table, int depth)
    {
        var path = keys.Read();
        if (cursor.Current != '=')
            throw errors.Fail(cursor.Position, $"Found {cursor.Found} where '=' was expected; give the key {TomlKeys.Describe(path)} a value.");
        cursor.Advance();
        cursor.SkipBlanks();
        tree.Assign(table, path, Read(depth + path.Count));
    }

    /// <summary>Passes blanks and a comment.</summary>
    public void SkipBlanksAndComment()
    {
        cursor.SkipBlanks();
        if (cursor.Current != '#')
            return;
        var isClean = true;
        var (place, start) = (cursor.Position, cursor.Offset);
        while (!cursor.IsAtLineEnd)
        {
            if (isClean && cursor.IsAtForbiddenControl)
            {
                errors.Report(cursor.Position, $"Found {cursor.Found} in a comment; remove it.");
                isClean = false;
            }

            cursor.Advance();
        }

        comments?.Add(new(place, cursor.Text[(start + 1)..cursor.Offset], string.IsNullOrWhiteSpace(cursor.Text[cursor.LineStart..start])));
    }

    /// <summary>Passes blanks, comments and line ends; gives whether the cursor is on another line then.</summary>
    private bool SkipLines()
    {
        var line = cursor.LineStart;
        do
            SkipBlanksAndComment();
        while (cursor.TrySkipNewline());
        return cursor.LineStart > line;
    }

    private ConfigScalar ReadWord()
    {
        var (place, start) = (cursor.Position, cursor.Offset);
        SkipWord();
        if (cursor.Offset == start)
        {
            throw errors.Fail(
                place,
                $"Found {cursor.Found} where a value was expected; "
                + "write a text in quotes, a number, true, false, a date, a [list] or an { inline = \"table\" }.");
        }

        if (cursor.Current == ' ' && cursor.Peek(1) is >= '0' and <= '9' && TomlDates.IsDateAlone(cursor.Text.AsSpan(start, cursor.Offset - start)))
        {
            cursor.Advance();
            SkipWord();
        }

        var reading = TomlScalars.Read(cursor.Text[start..cursor.Offset]);
        if (reading.Problem is not null)
        {
            var failure = errors.Fail(place, reading.Problem);
            cursor.SkipBlanks();
            if (!IsAtDelimiter)
                throw failure;
        }

        return new(place, reading.Value);
    }

    private bool IsAtDelimiter => cursor.IsAtLineEnd || cursor.Current is ' ' or '\t' or ',' or ']' or '}' or '#';

    private void SkipWord()
    {
        while (!IsAtDelimiter && !cursor.IsAtForbiddenControl && cursor.Current is not ('=' or '"' or '\'' or '[' or '{'))
            cursor.Advance();
    }

    private ConfigArray ReadArray(int depth)
    {
        var array = new ConfigArray(cursor.Position);
        Open();
        var isFirstOfLine = SkipLines();
        while (cursor.Current != ']')
        {
            var isAtStatement = isFirstOfLine && TomlRecovery.IsAtStatement(cursor);
            if (cursor.IsAtEnd || isAtStatement)
                throw RefuseInArray(array, isAtStatement, "a value or ']'");
            array.Add(Read(depth + 1));
            isFirstOfLine = SkipLines();
            if (cursor.Current == ',')
            {
                cursor.Advance();
                isFirstOfLine = SkipLines();
            }
            else if (cursor.Current != ']')
            {
                isAtStatement = isFirstOfLine && TomlRecovery.IsAtStatement(cursor);
                var failure = RefuseInArray(array, isAtStatement, "',' or ']'");
                if (isAtStatement || !IsAtEvidentItem)
                    throw failure;
            }
        }

        Close();
        return array;
    }

    /// <summary>Whether only a comma is missing before what comes, so that reading may go on with it.</summary>
    private bool IsAtEvidentItem => cursor.Current is '"' or '\'' or '{' or (>= '0' and <= '9');

    private TomlStatementAbandonedException RefuseInArray(ConfigArray array, bool isAtStatement, string expected) => errors.Fail(
        cursor.Position,
        $"Found {(isAtStatement ? "a new key or header" : cursor.Found)} where {expected} was expected; "
        + $"separate values with commas, or close the list of line {array.Position.Line} with ']'.");

    private ConfigTable ReadInlineTable(int depth)
    {
        var table = new ConfigTable(cursor.Position);
        var isBroken = false;
        Open();
        SkipWithinTable(table, isAfterValue: false, ref isBroken);
        while (cursor.Current != '}')
        {
            ReadPair(table, depth);
            SkipWithinTable(table, isAfterValue: true, ref isBroken);
            if (cursor.Current != ',')
                continue;
            var comma = cursor.Position;
            cursor.Advance();
            SkipWithinTable(table, isAfterValue: false, ref isBroken);
            if (cursor.Current == '}')
                errors.Report(comma, "Found ',' before '}', but an inline table ends without a comma; remove it.");
        }

        Close();
        return table;
    }

    /// <summary>Passes blanks; lines and comments too, though with one error for the table, when it evidently goes on behind them.</summary>
    private void SkipWithinTable(ConfigTable table, bool isAfterValue, ref bool isBroken)
    {
        cursor.SkipBlanks();
        var leavesLine = cursor.IsAtLineEnd || cursor.Current == '#';
        if (!leavesLine && (!isAfterValue || cursor.Current is ',' or '}'))
            return;

        var (place, found) = (cursor.Position, cursor.Found);
        if (leavesLine)
            SkipLines();
        var goesOn = isAfterValue ? cursor.Current is ',' or '}' : cursor.Current is '}' or '"' or '\'' || TomlKeys.IsBare(cursor.Current);
        if (isBroken && goesOn)
            return;
        if (isBroken && leavesLine)
            throw new TomlStatementAbandonedException();
        if (goesOn)
        {
            HasBrokenTable = isBroken = true;
            errors.Report(
                place,
                $"Found {found} within the inline table of line {table.Position.Line}, which must stand on one line; join its lines, or give it a [header].");
        }
        else
        {
            throw errors.Fail(
                place,
                $"Found {found} where {(isAfterValue ? "',' or '}'" : "a key or '}'")} was expected; "
                + $"separate keys with commas, or close the inline table of line {table.Position.Line} with '}}'.");
        }
    }

    private void Open()
    {
        OpenBrackets++;
        cursor.Advance();
    }

    private void Close()
    {
        OpenBrackets--;
        cursor.Advance();
    }
}
