using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using SQLitePCL;

namespace Pyruse.State;

/// <summary>Writes what a batch holds to the tables, within a transaction that somebody else begins and ends.</summary>
internal sealed class BatchWriter(SqliteConnection connection, StateLimits limits, ILogger logger) : IDisposable
{
    private readonly CounterWriter _counters = new(connection);
    private readonly FrequencyWriter _frequency = new(connection);
    private readonly ReportWriter _report = new(connection, limits, logger);
    private readonly ReportKeeper _keeper = new(connection);

    private readonly Statement _setPosition = new(
        connection,
        "INSERT INTO source_position (source, position) VALUES ($source, $position) ON CONFLICT (source) DO UPDATE SET position = excluded.position",
        "$source", "$position");

    private readonly Statement _addTranslation = new(
        connection,
        """
        INSERT INTO translation (address, port, destination_address, destination_port, source_address, source_port, until)
        VALUES ($address, $port, $destinationAddress, $destinationPort, $sourceAddress, $sourcePort, $until)
        """,
        "$address", "$port", "$destinationAddress", "$destinationPort", "$sourceAddress", "$sourcePort", "$until");

    private readonly Statement _setBan = new(
        connection,
        """
        INSERT INTO ban (firewall, set_name, address, since, until, count, chain, step, cursor, evidence)
        VALUES ($firewall, $set, $address, $since, $until, 1, $chain, $step, $cursor, $evidence)
        ON CONFLICT (firewall, set_name, address) DO UPDATE SET
            since = excluded.since, until = excluded.until, count = count + 1,
            chain = excluded.chain, step = excluded.step, cursor = excluded.cursor, evidence = excluded.evidence
        """,
        "$firewall", "$set", "$address", "$since", "$until", "$chain", "$step", "$cursor", "$evidence");

    private readonly Statement _removeBan = new(
        connection, "DELETE FROM ban WHERE firewall = $firewall AND set_name = $set AND address = $address", "$firewall", "$set", "$address");

    private readonly Statement _addToOutbox = new(connection, "INSERT INTO outbox (effect) VALUES ($effect)", "$effect");
    private readonly Statement _takeFromOutbox = new(connection, "DELETE FROM outbox WHERE id = $id", "$id");

    private readonly Statement _countActivity = new(
        connection,
        """
        INSERT INTO activity (slot, kind, name, count) VALUES ($slot, $kind, $name, $count)
        ON CONFLICT (slot, kind, name) DO UPDATE SET count = count + excluded.count
        """,
        "$slot", "$kind", "$name", "$count");

    /// <summary>Writes everything; gives the entries made in the outbox.</summary>
    public List<OutboxEntry> Write(StateBatch batch)
    {
        foreach ((string source, string position) in batch.Cursors)
            _setPosition.Run(source, position);
        foreach (CounterChange change in batch.Counters)
            _counters.Apply(change);
        _frequency.Write(batch.Frequency);
        foreach (AddressTranslation translation in batch.Translations)
            Write(translation);
        foreach (((long slot, ActivityKind kind, string name), long count) in batch.Activity)
            _countActivity.Run(slot, (int)kind, name, count);
        List<OutboxEntry> outbox = [];
        bool hasReportLines = false;
        foreach (Effect effect in batch.Effects)
        {
            switch (effect)
            {
                case ReportEffect line:
                    _report.Add(line);
                    hasReportLines = true;
                    break;
                case BanEffect ban:
                    Write(BanRecord.Of(ban, count: 1));
                    break;
                default:
                    outbox.Add(AddToOutbox(effect));
                    break;
            }
        }
        if (hasReportLines)
            _report.DropExcess();
        return outbox;
    }

    /// <summary>Notes when the first report begins, if that is not known yet.</summary>
    public void BeginReport(long now) => _keeper.Begin(now);

    /// <summary>Keeps a report, takes away what it was made of, and gives its mail as it is in the outbox.</summary>
    public OutboxEntry? CloseReport(ReportClosing closing, byte[] content)
    {
        _keeper.Close(closing, content);
        return closing.Mail is { } mail ? AddToOutbox(mail) : null;
    }

    /// <summary>Counts something that happened outside of a batch.</summary>
    public void CountActivity(ActivityKind kind, long time) => _countActivity.Run(ActivityCount.SlotOf(time), (int)kind, "", 1L);

    /// <summary>Takes an effect out of the outbox.</summary>
    public void Complete(long outboxId) => _takeFromOutbox.Run(outboxId);

    /// <summary>Takes a ban out of the table; gives whether it was in.</summary>
    public bool RemoveBan(Firewall firewall, string set, IPNetwork network) => _removeBan.Run((int)firewall, set, BanNetwork.Format(network)) > 0;

    public void Dispose()
    {
        _counters.Dispose();
        _frequency.Dispose();
        _report.Dispose();
        _keeper.Dispose();
        foreach (Statement statement in new[] { _countActivity, _setPosition, _addTranslation, _setBan, _removeBan, _addToOutbox, _takeFromOutbox })
            statement.Dispose();
    }

    private OutboxEntry AddToOutbox(Effect effect)
    {
        _addToOutbox.Run(EffectText.Of(effect));
        return new(raw.sqlite3_last_insert_rowid(connection.Handle), effect);
    }

    private void Write(AddressTranslation translation)
    {
        TranslatedConnection seen = translation.Seen;
        _addTranslation.Run(
            seen.Address, seen.Port, seen.DestinationAddress, seen.DestinationPort, translation.SourceAddress, translation.SourcePort, translation.Until);
    }

    private void Write(BanRecord ban) => _setBan.Run(
        (int)ban.Firewall, ban.Set, BanNetwork.Format(ban.Network), ban.Since, ban.Until, ban.Chain, ban.Step, ban.Cursor, ban.Evidence);
}
