namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>Appends a line to a file. The parts of the path that are filled from the entry can't leave their directory.</summary>
[Action("write")]
public sealed class WriteAction : IAction
{
    /// <summary>File systems take 255 bytes a name; a character has at most four.</summary>
    private const int MaxPartLength = 60;

    private readonly MessageTemplate _path;
    private readonly MessageTemplate _message;
    private readonly IEffects _effects;

    /// <summary>Makes the action.</summary>
    /// <param name="path">The path, absolute; in each filled part, what has a meaning in paths is replaced by "_".</param>
    /// <param name="message">The line.</param>
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
        string part = string.Concat(value.Take(MaxPartLength).Select(static c => c == '/' || char.IsControl(c) || char.IsSurrogate(c) ? '_' : c));
        return part.StartsWith('.') ? "_" + part[1..] : part.Length == 0 ? "_" : part;
    }
}
