using System.Globalization;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Frequency;

/// <summary>Makes notices: their fields, and the sentence that is their MESSAGE.</summary>
internal static class NoticeText
{
    private const long Warning = 4;
    private const long Info = 6;

    /// <summary>Says that a counter was not raised often enough.</summary>
    /// <param name="expect">What was expected.</param>
    /// <param name="key">For which key; null: any.</param>
    /// <param name="time">When.</param>
    /// <param name="count">How many raises there were in the window.</param>
    /// <param name="since">Since when it is so.</param>
    /// <param name="reminder">How many times this was said before.</param>
    public static Notice Silence(ExpectDefinition expect, string? key, long time, long count, long since, long reminder)
    {
        string begin = reminder == 0 ? "is silent" : $"has been silent for {Length(time - since)}";
        return Of(
            expect.Chain.Value, time, "expect", expect.Name, key, "silence", Warning, time - since,
            $"\"{expect.Name}\" {begin}: {Raises(count)} of \"{expect.Counter.Value}\"{ForKey(key)} within {Durations.Format(expect.Within)}, expected at least {expect.AtLeast}.",
            [("COUNT", count), .. reminder > 0 ? [("REMINDER", (object)reminder)] : Array.Empty<(string, object)>()]);
    }

    /// <summary>Says that a counter is raised often enough again.</summary>
    public static Notice Recovered(ExpectDefinition expect, string? key, string chain, long time, long count, long since) => Of(
        chain, time, "expect", expect.Name, key, "recovered", Info, time - since,
        $"\"{expect.Name}\" has recovered after {Length(time - since)}: {Raises(count)} of \"{expect.Counter.Value}\"{ForKey(key)} within {Durations.Format(expect.Within)}.",
        [("COUNT", count)]);

    /// <summary>Says that the second of a pair did not come in time.</summary>
    public static Notice Absence(PairDefinition pair, string key, string chain, long time, long since) => Of(
        chain, time, "pair", pair.Name, key, "absence", Warning, time - since,
        $"\"{pair.Name}\": there was no \"{pair.Then.Value}\"{ForKey(key)} within {Durations.Format(pair.Within)} of \"{pair.First.Value}\".", []);

    /// <summary>Says that the second of a pair came in time.</summary>
    public static Notice Met(PairDefinition pair, string key, string chain, long time, long since) => Of(
        chain, time, "pair", pair.Name, key, "met", Info, time - since,
        $"\"{pair.Name}\": there was \"{pair.Then.Value}\"{ForKey(key)} {Length(time - since)} after \"{pair.First.Value}\".", []);

    private static Notice Of(
        string chain, long time, string kind, string name, string? key, string what, long priority, long elapsed, string message, IEnumerable<(string Name, object Value)> more) =>
        new(chain, time, $"{kind}={name};key={key ?? "any"}",
        [
            ("MESSAGE", message), ("PYRUSE_EVENT", what), (kind.ToUpperInvariant(), name), ("KEY", key ?? "any"), ("PRIORITY", priority), ("SYSLOG_IDENTIFIER", "pyruse"),
            ("ELAPSED_USEC", elapsed), .. more,
        ]);

    private static string Raises(long count) => count == 1 ? "1 raise" : string.Create(CultureInfo.InvariantCulture, $"{count} raises");

    private static string ForKey(string? key) => key is null ? "" : $" for \"{key}\"";

    private static string Length(long microseconds) => Durations.Format(TimeSpan.FromMicroseconds(Math.Min(microseconds, EntryTime.ToMicroseconds(TimeSpan.MaxValue))));
}
