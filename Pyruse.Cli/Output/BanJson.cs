using System.Text.Encodings.Web;
using System.Text.Json;
using Pyruse.Core.Bans;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Cli.Output;

/// <summary>Prints bans as JSON.</summary>
internal static class BanJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How long a ban still runs; null: for ever.</summary>
    public static long? SecondsLeft(BanRecord ban, long now)
    {
        const long Second = 1_000_000;
        return ban.Until == long.MaxValue ? null : Math.Max(0, (ban.Until - now + Second - 1) / Second);
    }

    public static void WriteList(IEnumerable<BanRecord> bans, long now, Func<BanRecord, bool> isEnforced) => Write(bans, (writer, ban) =>
    {
        WriteCommon(writer, ban, now);
        writer.WriteBoolean("enforced", isEnforced(ban));
    });

    public static void WriteEvidence(IEnumerable<BanRecord> bans, long now) => Write(bans, (writer, ban) =>
    {
        WriteCommon(writer, ban, now);
        writer.WriteNumber("step", ban.Step);
        writer.WriteString("cursor", ban.Cursor);
        writer.WriteString("message", ban.Evidence);
    });

    private static void Write(IEnumerable<BanRecord> bans, Action<Utf8JsonWriter, BanRecord> write)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartArray();
            foreach (BanRecord ban in bans)
            {
                writer.WriteStartObject();
                write(writer, ban);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteCommon(Utf8JsonWriter writer, BanRecord ban, long now)
    {
        writer.WriteString("ip", BanNetwork.Format(ban.Network));
        writer.WriteString("set", ban.Set);
        writer.WriteString("since", EntryTime.ToUtc(ban.Since));
        if (SecondsLeft(ban, now) is { } seconds)
        {
            writer.WriteString("until", EntryTime.ToUtc(ban.Until));
            writer.WriteNumber("secondsLeft", seconds);
        }
        else
        {
            writer.WriteNull("until");
            writer.WriteNull("secondsLeft");
        }
        writer.WriteString("chain", ban.Chain);
        writer.WriteNumber("count", ban.Count);
    }
}
