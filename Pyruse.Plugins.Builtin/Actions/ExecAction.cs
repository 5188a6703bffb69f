namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>
/// Runs a program, without a shell: each item of the command is filled on its own and becomes exactly one argument. Text that begins with "-" may be taken for an option:
/// put "--" before it, or write "--name={FIELD}".
/// </summary>
[Action("exec")]
public sealed class ExecAction : IAction
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    private readonly MessageTemplate[] _command;
    private readonly IEffects _effects;
    private readonly MessageTemplate? _stdin;
    private readonly TimeSpan _timeout;

    /// <summary>Makes the action.</summary>
    /// <param name="command">The program, by its whole path or by a name that is found in PATH, and its arguments.</param>
    /// <param name="effects">Where effects are staged.</param>
    /// <param name="stdin">What the program finds on its standard input; left out: nothing.</param>
    /// <param name="timeout">After this long the program is ended, at most a day; default: 30 seconds.</param>
    public ExecAction(MessageTemplate[] command, IEffects effects, MessageTemplate? stdin = null, TimeSpan? timeout = null)
    {
        CheckProgram(command);
        if (timeout is { } limit && (limit <= TimeSpan.Zero || limit > LongestTimeout))
            throw new ArgumentException("A program can run for a moment at least, and for a day at most; write a duration such as \"30s\".", nameof(timeout));
        (_command, _effects, _stdin, _timeout) = (command, effects, stdin, timeout ?? UsualTimeout);
    }

    /// <inheritdoc/>
    public void Execute(LogEntry entry)
    {
        // A NUL would end the argument early.
        string[] command = [.. _command.Select(item => item.Fill(entry).Replace("\0", "", StringComparison.Ordinal))];
        _effects.Run(command, _stdin?.Fill(entry), _timeout);
    }

    private static void CheckProgram(MessageTemplate[] command)
    {
        if (command.Length == 0)
            throw new ArgumentException("It is empty; name a program, such as [\"/usr/bin/logger\", \"{MESSAGE}\"].", nameof(command));
        string program = command[0].Source;
        if (program.Length == 0)
            throw new ArgumentException("The program is empty; name one, such as \"/usr/bin/logger\".", nameof(command));
        if (command[0].Fields.Any())
            throw new ArgumentException("The program itself may not be made from log text; write its path without {FIELD}.", nameof(command));
        if (program.Contains('/', StringComparison.Ordinal) && !program.StartsWith('/'))
            throw new ArgumentException($"The program \"{program}\" is a relative path, and programs run in the directory \"/\"; write its whole path.", nameof(command));
    }
}
