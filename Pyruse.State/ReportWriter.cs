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
        "INSERT INTO report_line (time, level, details, message, identifier, entry_message) VALUES ($time, $level, $details, $message, $identifier, $entryMessage)",
        "$time", "$level", "$details", "$message", "$identifier", "$entryMessage");

    private readonly Statement _measure = new(connection, "SELECT count(*), sum(length(message) + coalesce(length(entry_message), 0)) FROM report_line");

    private readonly Statement _drop = new(
        connection, "DELETE FROM report_line WHERE id IN (SELECT id FROM report_line ORDER BY level DESC, id LIMIT $number)", "$number");

    private readonly Statement _noteDropped = new(
        connection,
        "INSERT INTO statistic (name, value) VALUES ('report_lines_dropped', $number) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
        "$number");

    // Never less than there is, even if the transaction is rolled back: measuring anew is what corrects it.
    private ReportSize _atMost = new(long.MaxValue, 0);
    private bool _hasWarned;

    public void Add(ReportEffect line)
    {
        string message = line.Message.Length <= limits.ReportLineLength ? line.Message : string.Concat(line.Message.AsSpan(0, limits.ReportLineLength - 1), "…");
        if (_atMost.Lines < long.MaxValue)
            _atMost = new(_atMost.Lines + 1, _atMost.Characters + message.Length + (line.EntryMessage?.Length ?? 0));
        _add.Run(line.Origin.Time, (int)line.Level, (int)line.Details, message, line.Identifier, line.EntryMessage);
    }

    /// <summary>Drops the oldest lines of the least level if there are too many. In the transaction that added lines.</summary>
    public void DropExcess()
    {
        if (!IsExcess(_atMost))
            return;
        _atMost = Measure();
        if (!IsExcess(_atMost))
            return;
        long number = 0;
        while (IsExcess(_atMost))
        {
            // A hundredth more than necessary, so that the next measuring is far away.
            double excess = Math.Max(1 - ((double)limits.ReportLines / _atMost.Lines), 1 - ((double)limits.ReportCharacters / _atMost.Characters));
            number += _drop.Run((long)Math.Ceiling(_atMost.Lines * Math.Min(1, excess + 0.01)));
            _atMost = Measure();
        }
        _noteDropped.Run(number);
        if (!_hasWarned)
        {
            logger.LogWarning(
                "The daily report holds more than {Lines} lines or {Characters} characters; its oldest lines, those of level OTHER first, are dropped until it is sent.",
                limits.ReportLines.ToString("N0", CultureInfo.InvariantCulture), limits.ReportCharacters.ToString("N0", CultureInfo.InvariantCulture));
        }
        _hasWarned = true;
    }

    private bool IsExcess(ReportSize size) => size.Lines > limits.ReportLines || size.Characters > limits.ReportCharacters;

    private ReportSize Measure() => _measure.Read().Rows(static row => new ReportSize(row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1)))[0];

    public void Dispose()
    {
        foreach (Statement statement in new[] { _add, _measure, _drop, _noteDropped })
            statement.Dispose();
    }

    private readonly record struct ReportSize(long Lines, long Characters);
}
