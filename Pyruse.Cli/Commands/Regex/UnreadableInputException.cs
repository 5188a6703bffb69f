namespace Pyruse.Cli.Commands.Regex;

/// <summary>The input can't be read; the message is a sentence.</summary>
internal sealed class UnreadableInputException(string message, Exception cause) : Exception(message, cause);
