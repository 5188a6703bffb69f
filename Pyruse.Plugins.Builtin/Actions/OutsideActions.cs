namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>Appends a line to a file, which is made with its directories if need be. The parts of the path that are filled from the entry can't leave their directory.</summary>
[Action("write")]
public sealed class WriteAction : IAction
{
    /// <summary>File systems take 255 bytes a name; a character has at most four.</summary>
    private const int MaxPartLength = 60;

    private static readonly System.Buffers.SearchValues<char> Harmless =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:@+= ");

    private readonly MessageTemplate _path;
    private readonly MessageTemplate _message;
    private readonly IEffects _effects;

    /// <summary>Makes the action.</summary>
    /// <param name="path">The path, absolute; in each filled part, what has a meaning in paths is replaced by "_".</param>
    /// <param name="message">The line; newlines and other control characters in it are written as "\n" and "\x1b".</param>
    /// <param name="effects">Where effects are staged.</param>
    public WriteAction(MessageTemplate path, MessageTemplate message, IEffects effects)
    {
        if (!path.Source.StartsWith('/'))
            throw new ArgumentException($"\"{path.Source}\" is no absolute path; begin it with \"/\".", nameof(path));
        (_path, _message, _effects) = (path, message, effects);
    }

    /// <inheritdoc/>
    public void Execute(LogEntry entry) => _effects.Write(_path.Fill(entry, SafePart), _message.Fill(entry));

    /// <summary>Makes text from a log harmless as a part of a file name: no separator, no control character, no leading dot.</summary>
    private static string SafePart(string value)
    {
        if (value.Length is > 0 and <= MaxPartLength && value[0] != '.' && !value.AsSpan().ContainsAnyExcept(Harmless))
            return value;
        string part = string.Concat(value.Take(MaxPartLength).Select(static c => c == '/' || char.IsControl(c) || char.IsSurrogate(c) ? '_' : c));
        return part.StartsWith('.') ? "_" + part[1..] : part.Length == 0 ? "_" : part;
    }
}

/// <summary>Writes a line to standard output, once for all lines of a batch of entries. When nobody reads there any more, the program ends.</summary>
/// <param name="message">The line; newlines and other control characters in it are written as "\n" and "\x1b".</param>
/// <param name="effects">Where effects are staged.</param>
[Action("print")]
public sealed class PrintAction(MessageTemplate message, IEffects effects) : IAction
{
    /// <inheritdoc/>
    public void Execute(LogEntry entry) => effects.Print(message.Fill(entry));
}
