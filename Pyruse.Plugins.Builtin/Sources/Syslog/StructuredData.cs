namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>The structured data of a message: <c>[id name="value" …]…</c>. See RFC 5424, section 6.3.</summary>
internal ref struct StructuredData
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins to read structured data that <see cref="LengthOf"/> has found well-formed.</summary>
    public StructuredData(ReadOnlySpan<byte> data) => _rest = data;

    /// <summary>The element that the parameter is of.</summary>
    public ReadOnlySpan<byte> Id { get; private set; }

    /// <summary>The parameter's name.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The parameter's value as it stands there; with backslashes before quotes, backslashes and closing brackets.</summary>
    public ReadOnlySpan<byte> Escaped { get; private set; }

    /// <summary>Finds where structured data ends; gives 0 when it is malformed.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && text[at] == '[')
        {
            int id = text[at..].IndexOfAny(" ]"u8);
            if (id <= 1)
                return 0;
            at += id;
            while (text[at] == ' ')
            {
                int length = ParameterLength(text[(at + 1)..]);
                if (length == 0)
                    return 0;
                at += 1 + length;
                if (at >= text.Length)
                    return 0;
            }
            if (text[at++] != ']')
                return 0;
        }
        return at;
    }

    /// <summary>Goes to the next parameter.</summary>
    /// <returns>False when there is none.</returns>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            if (_rest[0] == '[')
            {
                int end = _rest.IndexOfAny(" ]"u8);
                Id = _rest[1..end];
                _rest = _rest[end..];
            }
            if (_rest[0] == ']')
            {
                _rest = _rest[1..];
                continue;
            }
            int equals = _rest.IndexOf((byte)'=');
            int length = ParameterLength(_rest[1..]);
            Name = _rest[1..equals];
            Escaped = _rest[(equals + 2)..length];
            _rest = _rest[(1 + length)..];
            return true;
        }
        return false;
    }

    /// <summary>Takes the backslashes out of a value.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> value)
    {
        int length = 0;
        for (int i = 0; i < escaped.Length; i++)
        {
            // A backslash before anything else is a backslash.
            if (escaped[i] == '\\' && i + 1 < escaped.Length && escaped[i + 1] is (byte)'"' or (byte)'\\' or (byte)']')
                i++;
            value[length++] = escaped[i];
        }
        return length;
    }

    /// <summary>The length of <c>name="value"</c>, 0 when it is malformed.</summary>
    private static int ParameterLength(ReadOnlySpan<byte> text)
    {
        int equals = text.IndexOfAny("= ]\""u8);
        if (equals <= 0 || text[equals] != '=' || equals + 1 >= text.Length || text[equals + 1] != '"')
            return 0;
        int at = equals + 2;
        while (at < text.Length)
        {
            int next = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                return 0;
            at += next;
            if (text[at] == '"')
                return at + 1;
            at += 2;
        }
        return 0;
    }
}
