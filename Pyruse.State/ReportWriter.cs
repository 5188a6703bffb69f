using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;

namespace Pyruse.State;

/// <summary>Adds lines to the report that will be sent next, and keeps it from growing without end.</summary>
internal sealed class ReportWriter(SqliteConnection connection, StateLimits limits, ILogger logger) : IDisposable
{
    private readonly Statement _add = new(
        connection,
        "INSERT INTO report_line (time, level, details, message) VALUES ($time, $level, $details, $message)",
        "$time", "$level", "$details", "$message");

    private readonly Statement _count = new(connection, "SELECT count(*) FROM report_line");

    private readonly Statement _drop = new(
        connection, "DELETE FROM report_line WHERE id IN (SELECT id FROM report_line ORDER BY level DESC, id LIMIT $number)", "$number");

    private readonly Statement _noteDropped = new(
        connection,
        "INSERT INTO statistic (name, value) VALUES ('report_lines_dropped', $number) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
        "$number");

    // Never less than there are, even if the transaction is rolled back: counting anew is what corrects it.
    private long _atMost = long.MaxValue;
    private bool _hasWarned;

    public void Add(ReportEffect line)
    {
        string message = line.Message.Length <= limits.ReportLineLength ? line.Message : string.Concat(line.Message.AsSpan(0, limits.ReportLineLength - 1), "…");
        if (_atMost < long.MaxValue)
            _atMost++;
        _add.Run(line.Origin.Time, (int)line.Level, (int)line.Details, message);
    }

    /// <summary>Drops the oldest lines of the least level if there are too many. In the transaction that added lines.</summary>
    public void DropExcess()
    {
        if (_atMost <= limits.ReportLines)
            return;
        _atMost = _count.Number();
        if (_atMost <= limits.ReportLines)
            return;
        // A hundredth more than necessary, so that the next counting is far away.
        long number = _atMost - limits.ReportLines + (limits.ReportLines / 100);
        _drop.Run(number);
        _atMost = limits.ReportLines;
        _noteDropped.Run(number);
        if (!_hasWarned)
        {
            logger.LogWarning(
                "The daily report holds more than {Limit} lines; its oldest ones, those of level OTHER first, are dropped until it is sent.",
                limits.ReportLines.ToString("N0", CultureInfo.InvariantCulture));
        }
        _hasWarned = true;
    }

    public void Dispose()
    {
        foreach (Statement statement in new[] { _add, _count, _drop, _noteDropped })
            statement.Dispose();
    }
}
