using System.Globalization;
using System.Text.Json;
using Pyruse.Cli.Output;
using Pyruse.Core.Entries;
using Pyruse.Core.Replaying;

namespace Pyruse.Cli.Commands.Replay;

/// <summary>Prints lockouts: as lines of JSON among the results, and as sentences for whoever watches.</summary>
internal static class LockoutOutput
{
    private const int MostSentences = 20;

    public static void Print(LockoutWatch watch, EffectOutput output)
    {
        int count = 0;
        foreach (Lockout lockout in watch.Found)
        {
            output.Write(Line(lockout));
            if (++count <= MostSentences)
                Console.Error.WriteLine(Sentence(lockout));
        }
        if (count > MostSentences)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {count - MostSentences:N0} more; all are on standard output."));
        if (count == 0)
            Console.Error.WriteLine("No address would have been banned from where somebody has logged in.");
        if (watch.IsFull)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"There were more than {LockoutWatch.Most:N0} addresses; those that came later were not looked at."));
    }

    private static byte[] Line(Lockout lockout) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["kind"] = "lockout",
        ["ip"] = lockout.Address.ToString(),
        ["bans"] = lockout.Bans,
        ["firstBan"] = lockout.FirstBan,
        ["chain"] = lockout.Chain,
        ["logins"] = lockout.Logins,
        ["firstLogin"] = lockout.FirstLogin,
        ["lastLogin"] = lockout.LastLogin,
        ["user"] = lockout.User,
        ["program"] = lockout.Program,
    });

    private static string Sentence(Lockout lockout)
    {
        string bans = lockout.Bans == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{lockout.Bans:N0} times, first");
        string logins = lockout.Logins == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{lockout.Logins:N0} times, last");
        return $"{lockout.Address} would have been banned {bans} at {Time(lockout.FirstBan)} by \"{lockout.Chain}\", and had logged in {logins} at {Time(lockout.LastLogin)} as \"{Printable.Of(lockout.User)}\" ({lockout.Program}).";
    }

    private static string Time(long microseconds) => EntryTime.ToUtc(microseconds).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
