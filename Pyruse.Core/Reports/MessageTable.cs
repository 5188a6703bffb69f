using System.Runtime.InteropServices;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Reports;

/// <summary>Collects the lines of WARN or INFO by message.</summary>
internal sealed class MessageTable(TimeZoneInfo zone, ReportLimits limits)
{
    private readonly Dictionary<string, SortedDictionary<ReportDetails, Lines>> _messages = new(StringComparer.Ordinal);
    private readonly HashSet<long> _leftOut = [];

    /// <summary>How many lines there were.</summary>
    public long Count { get; private set; }

    /// <summary>How many messages there was no room for.</summary>
    public int LeftOut => _leftOut.Count;

    public void Add(ReportLine line)
    {
        Count++;
        if (_messages.Count >= limits.Messages && !_messages.ContainsKey(line.Message))
        {
            _leftOut.Add(TextHash.Of(line.Message));
            return;
        }
        ref SortedDictionary<ReportDetails, Lines>? paragraphs = ref CollectionsMarshal.GetValueRefOrAddDefault(_messages, line.Message, out _);
        paragraphs ??= [];
        if (!paragraphs.TryGetValue(line.Details, out Lines? lines))
            paragraphs.Add(line.Details, lines = new Lines());
        lines.Add(line.Time, limits.Times);
    }

    public IReadOnlyList<ReportMessage> Messages() =>
    [
        .. _messages.OrderBy(static message => message.Key, StringComparer.Ordinal)
            .Select(message => new ReportMessage(message.Key, [.. message.Value.Select(paragraph => paragraph.Value.ToParagraph(paragraph.Key, zone))])),
    ];

    private sealed class Lines
    {
        private readonly List<long> _times = [];
        private long _count;
        private long _last = long.MinValue;

        public void Add(long time, int limit)
        {
            _count++;
            _last = Math.Max(_last, time);
            if (_times.Count < limit)
                _times.Add(time);
        }

        public ReportParagraph ToParagraph(ReportDetails details, TimeZoneInfo zone)
        {
            _times.Sort();
            // The last time is named in any case.
            _times[^1] = _last;
            return new(details, _count, [.. _times.Select(time => EntryTime.ToLocal(time, zone))]);
        }
    }
}
