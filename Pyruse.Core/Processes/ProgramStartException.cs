namespace Pyruse.Core.Processes;

/// <summary>A program can't be started; the message is a sentence.</summary>
/// <param name="message">What, why, and what to do.</param>
/// <param name="isTemporary">Whether it may well be possible in a moment: there are too many processes, or the program is just being replaced.</param>
internal sealed class ProgramStartException(string message, bool isTemporary) : IOException(message)
{
    public bool IsTemporary => isTemporary;
}
