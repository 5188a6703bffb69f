using System.Runtime.InteropServices;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Reports;

/// <summary>Collects the lines of OTHER: as they are, and folded into groups of like lines.</summary>
/// <param name="zone">The zone of the times.</param>
/// <param name="limits">How much is kept.</param>
/// <param name="known">The patterns of the report before; null: there was none, so nothing is new.</param>
internal sealed class OtherTable(TimeZoneInfo zone, ReportLimits limits, IReadOnlySet<long>? known)
{
    private readonly List<ReportLine> _lines = [];
    private readonly Dictionary<GroupKey, Group> _groups = [];
    private readonly HashSet<long> _leftOutGroups = [];
    private readonly HashSet<long> _leftOutPatterns = [];

    /// <summary>How many lines there were.</summary>
    public long Count { get; private set; }

    public long LeftOutLines => Count - _lines.Count;

    public long LeftOutGroups => _leftOutGroups.Count;

    /// <summary>The hashes of all patterns, those of groups left out too.</summary>
    public IReadOnlyCollection<long> Hashes => [.. _groups.Keys.Select(static key => TextHash.Of(key.Pattern)).Concat(_leftOutPatterns).Distinct()];

    public void Add(ReportLine line)
    {
        Count++;
        if (_lines.Count < limits.OtherLines)
            _lines.Add(line);
        string pattern = LineShape.Of(line.Message);
        // Lines that read alike may come of entries that one filter can't tell from others.
        var key = new GroupKey(pattern, line.Identifier, EntryPattern(line));
        if (_groups.Count >= limits.Groups && !_groups.ContainsKey(key))
        {
            _leftOutGroups.Add(TextHash.Of($"{key}"));
            _leftOutPatterns.Add(TextHash.Of(pattern));
            return;
        }
        ref Group? group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out _);
        group ??= new Group(pattern, line);
        group.Add(line.Time);
    }

    /// <summary>The shape of the entry's own message; nothing where the line ends with it as a word of its own, for then the line's shape tells it.</summary>
    private static string? EntryPattern(ReportLine line)
    {
        if (line.EntryMessage is not { } entry)
            return null;
        int before = line.Message.Length - entry.Length - 1;
        return before >= 0 && line.Message[before] == ' ' && line.Message.EndsWith(entry, StringComparison.Ordinal) ? "" : LineShape.Of(entry);
    }

    public IReadOnlyList<ReportOther> Lines() => [.. _lines.OrderBy(static line => line.Time).Select(line => new ReportOther(EntryTime.ToLocal(line.Time, zone), line.Message))];

    public IReadOnlyList<LineGroup> Groups() =>
    [
        .. _groups.Select(pair => (Group: pair.Value, IsNew: known is not null && !known.Contains(TextHash.Of(pair.Key.Pattern))))
            .OrderByDescending(static item => item.IsNew).ThenByDescending(static item => item.Group.Count).ThenBy(static item => item.Group.Pattern, StringComparer.Ordinal)
            .Select(item => item.Group.ToLineGroup(item.IsNew, zone)),
    ];

    private readonly record struct GroupKey(string Pattern, string? Identifier, string? EntryPattern);

    private sealed class Group(string pattern, ReportLine sample)
    {
        private long _first = long.MaxValue;
        private long _last = long.MinValue;

        public string Pattern => pattern;

        public long Count { get; private set; }

        public void Add(long time)
        {
            Count++;
            _first = Math.Min(_first, time);
            _last = Math.Max(_last, time);
        }

        public LineGroup ToLineGroup(bool isNew, TimeZoneInfo zone) => new(
            pattern, Count, EntryTime.ToLocal(_first, zone), EntryTime.ToLocal(_last, zone), sample.Message, isNew,
            sample.EntryMessage is { } message ? DiscardFilter.For(sample.Identifier ?? "", message) : null);
    }
}
