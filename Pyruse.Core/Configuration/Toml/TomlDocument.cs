namespace Pyruse.Core.Configuration.Toml;

/// <summary>Reads the statements of a document one by one, going on behind those that have errors.</summary>
internal sealed class TomlDocument
{
    private readonly TomlCursor _cursor;
    private readonly BoundedErrors _errors;
    private readonly TomlKeys _keys;
    private readonly TomlTree _tree;
    private readonly TomlValues _values;

    public TomlDocument(TomlCursor cursor, BoundedErrors errors, List<TomlComment>? comments = null)
    {
        _cursor = cursor;
        _errors = errors;
        _tree = new(errors, cursor.Position);
        var strings = new TomlStrings(cursor, errors);
        _keys = new(cursor, errors, strings);
        _values = new(cursor, errors, _keys, strings, _tree, comments);
    }

    /// <summary>Gives the document, or null after an error.</summary>
    public ConfigTable? Read()
    {
        _tree.OpenRoot();
        while (!_cursor.IsAtEnd && !_errors.IsFull)
        {
            var start = _cursor.Offset;
            _values.BeginStatement();
            try
            {
                ReadStatement();
            }
            catch (TomlStatementAbandonedException)
            {
                TomlRecovery.SkipToNextStatement(_cursor, start, _values.OpenBrackets, headersOnly: _values.HasBrokenTable);
            }
        }

        return _errors.Any ? null : _tree.Root;
    }

    private void ReadStatement()
    {
        _values.SkipBlanksAndComment();
        if (_cursor.TrySkipNewline() || _cursor.IsAtEnd)
            return;
        if (_cursor.Current == '[')
            ReadHeader();
        else
            _values.ReadPair(_tree.Current, _tree.CurrentDepth);
        ReadLineEnd();
    }

    private void ReadHeader()
    {
        _tree.OpenNowhere();
        var position = _cursor.Position;
        var isListed = _cursor.Peek(1) == '[';
        var close = isListed ? "]]" : "]";
        _cursor.Advance(close.Length);
        var path = _keys.Read();
        if (!_cursor.StartsWith(close))
            throw _errors.Fail(_cursor.Position, $"Found {_cursor.Found} where '{close}' was expected; close the header with '{close}'.");
        _cursor.Advance(close.Length);
        if (isListed)
            _tree.OpenListedTable(position, path);
        else
            _tree.OpenTable(position, path);
    }

    private void ReadLineEnd()
    {
        _values.SkipBlanksAndComment();
        if (!_cursor.TrySkipNewline() && !_cursor.IsAtEnd)
            throw _errors.Fail(_cursor.Position, $"Found {_cursor.Found} where the end of the line was expected; begin a new line for every key and header.");
    }
}
