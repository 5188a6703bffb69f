using System.Runtime.InteropServices;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;

namespace Pyruse.Core.State;

/// <summary>What <see cref="MemoryStateStore"/> keeps for reports. Used within its lock.</summary>
/// <param name="capacity">How many lines and how many reports are kept at most.</param>
internal sealed class MemoryReports(int capacity)
{
    private const int MeanOf = 7;
    private const int MaxReports = 30;

    private readonly Queue<(long Id, ReportLine Line)> _lines = new();
    private readonly Dictionary<(long Slot, ActivityKind Kind, string Name), long> _activity = [];
    private readonly List<ReportClosing> _reports = [];
    private long? _begin;
    private long _lastId;
    private long _dropped;

    /// <summary>Keeps a line; the oldest goes when there are too many.</summary>
    public void Add(ReportEffect effect)
    {
        if (_lines.Count == capacity)
        {
            _lines.Dequeue();
            _dropped++;
        }
        _lines.Enqueue((++_lastId, ReportLine.Of(effect)));
    }

    public void Count((long Slot, ActivityKind Kind, string Name) what, long count)
    {
        _begin ??= what.Slot * ActivityCount.SlotLength;
        CollectionsMarshal.GetValueRefOrAddDefault(_activity, what, out _) += count;
    }

    public ReportBasis ReadBasis() => new(
        _begin ?? 0, _lastId, _dropped, [.. _activity.Select(static pair => new ActivityCount(pair.Key.Slot, pair.Key.Kind, pair.Key.Name, pair.Value))],
        [.. _reports.AsEnumerable().Reverse().Take(MeanOf).Select(static closing => closing.Report.Totals)], _reports is [.., var last] ? last.Patterns.ToHashSet() : null);

    public IReadOnlyList<ReportLine> ReadLines(ReportCut cut) => [.. _lines.Where(item => IsTaken(item, cut)).Select(static item => item.Line)];

    public IReadOnlyList<DailyReport> ReadReports(DateOnly date) => [.. _reports.Select(static closing => closing.Report).Where(report => report.Date == date)];

    /// <exception cref="StateStoreException">Another report was made meanwhile.</exception>
    public void Close(ReportClosing closing)
    {
        if ((_begin ?? 0) != closing.Begin)
            throw new StateStoreException("Another report was made at the same time; this one is not needed any more.");
        if (_reports.Count == MaxReports)
            _reports.RemoveAt(0);
        _reports.Add(closing);
        List<(long Id, ReportLine Line)> left = [.. _lines.Where(item => !IsTaken(item, closing.Cut))];
        _lines.Clear();
        left.ForEach(_lines.Enqueue);
        foreach ((long Slot, ActivityKind Kind, string Name) what in _activity.Keys.Where(key => key.Slot * ActivityCount.SlotLength < closing.Cut.End).ToList())
            _activity.Remove(what);
        _dropped = 0;
        _begin = closing.Cut.End;
    }

    private static bool IsTaken((long Id, ReportLine Line) item, ReportCut cut) => item.Id <= cut.LastLine && cut.Takes(item.Line.Time);
}
