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
    private readonly HashSet<GroupKey> _leftOutGroups = [];
    private readonly HashSet<long> _hashes = [];

    /// <summary>How many lines there were.</summary>
    public long Count { get; private set; }

    public long LeftOutLines => Count - _lines.Count;

    public long LeftOutGroups => _leftOutGroups.Count;

    /// <summary>The hashes of all patterns, those of groups left out too.</summary>
    public IReadOnlyCollection<long> Hashes => _hashes;

    public void Add(ReportLine line)
    {
        Count++;
        if (_lines.Count < limits.OtherLines)
            _lines.Add(line);
        string pattern = LineShape.Of(line.Message);
        long hash = TextHash.Of(pattern);
        _hashes.Add(hash);
        // Lines that read alike may come of entries that one filter can't tell from others.
        var key = new GroupKey(hash, TextHash.Of(line.Identifier ?? ""), line.EntryMessage is null ? 0 : TextHash.Of(LineShape.Of(line.EntryMessage)));
        if (_groups.Count >= limits.Groups && !_groups.ContainsKey(key))
        {
            _leftOutGroups.Add(key);
            return;
        }
        ref Group? group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out _);
        group ??= new Group(pattern, line);
        group.Add(line.Time);
    }

    public IReadOnlyList<ReportOther> Lines() => [.. _lines.OrderBy(static line => line.Time).Select(line => new ReportOther(EntryTime.ToLocal(line.Time, zone), line.Message))];

    public IReadOnlyList<LineGroup> Groups() =>
    [
        .. _groups.Select(pair => (Group: pair.Value, IsNew: known is not null && !known.Contains(pair.Key.Pattern)))
            .OrderByDescending(static item => item.IsNew).ThenByDescending(static item => item.Group.Count).ThenBy(static item => item.Group.Pattern, StringComparer.Ordinal)
            .Select(item => item.Group.ToLineGroup(item.IsNew, zone)),
    ];

    private readonly record struct GroupKey(long Pattern, long Identifier, long EntryMessage);

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
