using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Core.Templates;

namespace My_Plugin;

/// <summary>Counts per key, and writes a message to the journal at every so many entries.</summary>
/// <param name="for">The field with the key.</param>
/// <param name="message">The message; it may have {FIELDS} of the entry.</param>
/// <param name="counters">Counts; Pyruse gives it.</param>
/// <param name="effects">Writes to the journal; Pyruse gives it.</param>
/// <param name="every">At how many entries.</param>
/// <param name="keepSeconds">How long an entry counts.</param>
[Action("remind")]
public sealed class RemindAction(Field @for, MessageTemplate message, ICounters counters, IEffects effects, int every = 10, TimeSpan? keepSeconds = null) : IAction
{
    /// <inheritdoc/>
    public void Execute(LogEntry entry)
    {
        string key = entry.First(@for).Text ?? throw new StepException($"The entry has no field {@for.Name} to count for.");
        if (counters.Raise("remind", key, keepSeconds) % every == 0)
            effects.Log(JournalLevel.Notice, message.Fill(entry));
    }
}
