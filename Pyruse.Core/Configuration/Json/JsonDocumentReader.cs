using System.Text.Json;

namespace Pyruse.Core.Configuration.Json;

/// <summary>Reads one document and keeps the place of every key and value.</summary>
internal ref struct JsonDocumentReader(string file, ReadOnlySpan<byte> utf8, DiagnosticBag diagnostics)
{
    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = JsonConfigReader.MaximumDepth,
    };

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private readonly Stack<ConfigNode> _open = [];
    private readonly BoundedErrors _errors = new(diagnostics);
    private Utf8JsonReader _reader = new(utf8, Options);
    private Utf8Places _places = new(file, utf8);
    private ConfigTable? _root;
    private (string Name, SourcePosition Position) _key;

    /// <summary>Gives the document, or null after an error.</summary>
    public ConfigTable? Read()
    {
        while (!_errors.IsFull && TryReadToken())
            TakeToken();
        return _errors.Any ? null : _root;
    }

    private bool TryReadToken()
    {
        var (before, previous) = ((int)_reader.BytesConsumed, _reader.TokenType);
        try
        {
            return _reader.Read();
        }
        catch (JsonException exception)
        {
            var (offset, message) = new JsonFault(_utf8, before, previous, _open).Explain(exception);
            _errors.Report(_places.At(offset), message);
            return false;
        }
    }

    private void TakeToken()
    {
        var place = _places.At((int)_reader.TokenStartIndex);
        switch (_reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _key = (ReadText(place), place);
                break;
            case JsonTokenType.StartObject:
                Open(new ConfigTable(place));
                break;
            case JsonTokenType.StartArray:
                Open(new ConfigArray(place));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _open.Pop();
                break;
            default:
                Put(new ConfigScalar(place, ReadScalar(place)));
                break;
        }
    }

    private object? ReadScalar(SourcePosition place) => _reader.TokenType switch
    {
        JsonTokenType.String => ReadText(place),
        JsonTokenType.Number => ReadNumber(place),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private string ReadText(SourcePosition place)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _errors.Report(place, "The text has an escape for one half of a surrogate pair; write the other half with it, or the character itself.");
            return "";
        }
    }

    private object ReadNumber(SourcePosition place)
    {
        if (_reader.TryGetInt64(out var integer))
            return integer;
        var real = _reader.GetDouble();
        if (!double.IsFinite(real))
            _errors.Report(place, "The number is beyond the largest real number, about 1.8e308; choose a smaller number.");
        return real;
    }

    private void Open(ConfigNode node)
    {
        Put(node);
        _open.Push(node);
    }

    private void Put(ConfigNode node)
    {
        if (!_open.TryPeek(out var parent))
        {
            _root = node as ConfigTable;
            if (_root is null)
                _errors.Report(node.Position, $"The file holds {node.Description}, but an object was expected; put braces around the settings.");
        }
        else if (parent is ConfigArray array)
            array.Add(node);
        else if (parent is ConfigTable table && !table.TryAdd(_key.Name, _key.Position, node) && table.TryGet(_key.Name, out var first))
        {
            var (line, column) = (first.KeyPosition.Line, first.KeyPosition.Column);
            _errors.Report(
                _key.Position,
                $"The key {Excerpt.Quote(_key.Name)} is already {first.Value.Description} since line {line}, column {column}; remove or rename one of them.");
        }
    }
}
