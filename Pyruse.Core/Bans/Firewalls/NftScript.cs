using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>Writes what nft is to do, in its language, see nft(8). What comes from outside enters as checked names, addresses and numbers alone.</summary>
internal static class NftScript
{
    /// <summary>nft takes numbers of up to eight digits before the unit.</summary>
    private const long MostSeconds = 99_999_999;

    private const long Day = 86_400;

    /// <summary>Writes changes of elements, for one transaction.</summary>
    public static string Elements(IEnumerable<SetChanges> changes)
    {
        var text = new StringBuilder();
        foreach (SetChanges change in changes)
        {
            Write(text, "delete", change, static kind => kind == SetChangeKind.Remove);
            // An element that is there keeps its end when it is added, and one that is not can't be deleted: this way the end is replaced in either case.
            Write(text, "add", change, static kind => kind == SetChangeKind.Replace);
            Write(text, "delete", change, static kind => kind == SetChangeKind.Replace);
            Write(text, "add", change, static kind => kind != SetChangeKind.Remove);
        }
        return text.ToString();
    }

    /// <summary>Writes the making of a set.</summary>
    public static string Set(SetUse use) =>
        $"add set {use.Set.Name} {{ type {(use.Family == AddressFamily.InterNetwork ? "ipv4_addr" : "ipv6_addr")}; flags {(use.HasNetworks ? "interval, timeout" : "timeout")}; }}\n";

    private static void Write(StringBuilder text, string verb, SetChanges changes, Predicate<SetChangeKind> isMeant)
    {
        bool isFirst = true;
        foreach (SetChange change in changes.Items)
        {
            if (!isMeant(change.Kind))
                continue;
            if (isFirst)
                text.Append(verb).Append(" element ").Append(changes.Set.Name).Append(" { ");
            else
                text.Append(", ");
            isFirst = false;
            text.Append(BanNetwork.Format(change.Element.Network));
            if (verb == "add")
                WriteEnd(text, change.Element.SecondsLeft);
        }
        if (!isFirst)
            text.Append(" }\n");
    }

    private static void WriteEnd(StringBuilder text, long seconds)
    {
        if (seconds == 0)
            return;
        text.Append(" timeout ");
        if (seconds <= MostSeconds)
            text.Append(CultureInfo.InvariantCulture, $"{seconds}s");
        else
            text.Append(CultureInfo.InvariantCulture, $"{seconds / Day}d{seconds % Day}s");
    }
}
