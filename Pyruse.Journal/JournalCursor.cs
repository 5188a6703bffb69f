using System.Globalization;

namespace Pyruse.Journal;

/// <summary>The parts of a cursor of the journal, <c>s=…;i=…;b=…;m=…;t=…;x=…</c>.</summary>
/// <param name="Text">All of it.</param>
/// <param name="SequenceId">Which run of numbers <paramref name="Sequence"/> belongs to.</param>
/// <param name="Sequence">The entry's number; not kept when journald moves entries from /run to /var.</param>
/// <param name="Boot">The boot.</param>
/// <param name="Monotonic">The time since boot, in microseconds.</param>
/// <param name="Realtime">The time since 1970-01-01 UTC, in microseconds.</param>
/// <param name="Xor">A checksum of the entry's data.</param>
internal sealed record JournalCursor(string Text, string SequenceId, ulong Sequence, string Boot, ulong Monotonic, ulong Realtime, string Xor)
{
    public static JournalCursor? TryParse(string text)
    {
        var parts = new Dictionary<char, string>();
        foreach (string part in text.Split(';'))
        {
            if (part.Length < 3 || part[1] != '=' || !parts.TryAdd(part[0], part[2..]))
                return null;
        }
        return parts.TryGetValue('b', out string? boot) && parts.TryGetValue('x', out string? xor)
            && Number(parts, 'm', out ulong monotonic) && Number(parts, 't', out ulong realtime)
            ? new(text, parts.GetValueOrDefault('s', ""), Number(parts, 'i', out ulong sequence) ? sequence : 0, boot, monotonic, realtime, xor)
            : null;
    }

    /// <summary>Whether both name the same entry, also when it has moved to another file.</summary>
    public bool IsSameEntry(JournalCursor other) =>
        Boot == other.Boot && Monotonic == other.Monotonic && Realtime == other.Realtime && Xor == other.Xor;

    /// <summary>How many entries lie between two; null when that can't be told.</summary>
    public ulong? EntriesUpTo(JournalCursor later) =>
        SequenceId.Length > 0 && SequenceId == later.SequenceId && later.Sequence > Sequence ? later.Sequence - Sequence - 1 : null;

    private static bool Number(Dictionary<char, string> parts, char key, out ulong number)
    {
        number = 0;
        return parts.TryGetValue(key, out string? text) && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
