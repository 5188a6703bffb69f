using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace SpeakerOne;

/// <summary>Writes what version 1 of the library says.</summary>
/// <param name="whom">Who is greeted.</param>
/// <param name="effects">Where it is said.</param>
[Action("speakOne")]
public sealed class SpeakOneAction(string whom, IEffects effects) : IAction
{
    /// <inheritdoc/>
    public void Execute(LogEntry entry) => effects.Log(JournalLevel.Info, Dialect.Greeting.To(whom));
}
