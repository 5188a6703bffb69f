using Dialect;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace SpeakerTwo;

/// <summary>Writes what version 2 of the library says.</summary>
/// <param name="whom">Who is greeted.</param>
/// <param name="effects">Where it is said.</param>
[Action("speakTwo")]
public sealed class SpeakTwoAction(string whom, IEffects effects) : Speaker, IAction
{
    /// <inheritdoc/>
    public void Execute(LogEntry entry) => effects.Log(JournalLevel.Info, Greet(whom));
}
