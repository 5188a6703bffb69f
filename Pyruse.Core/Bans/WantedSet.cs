using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Bans;

/// <summary>The bans that belong into one set, and what is known of the set in the kernel.</summary>
internal sealed class WantedSet(BanSet set)
{
    /// <summary>A reading takes time, and the kernel counts in seconds: an end that is off by less is right.</summary>
    private const long Tolerance = 5;

    private readonly Dictionary<IPNetwork, WantedBan> _bans = [];

    // Networks in the kernel's set that are not among the bans, and lengths of those that are: for finding out what covers what.
    private readonly List<IPNetwork> _foreign = [];
    private readonly SortedSet<int> _lengths = [];

    private int _listed;
    private int _read;

    public BanSet Set => set;

    /// <summary>Which addresses go into it; null: not known yet.</summary>
    public AddressFamily? Family { get; set; }

    /// <summary>What the kernel says it is; null: it was not read, or could not be.</summary>
    public SetDefinition? Definition { get; set; }

    public int Count => _bans.Count;

    /// <summary>Whether networks will be banned in it.</summary>
    public bool WillHaveNetworks { get; set; }

    /// <summary>Whether it has to hold networks.</summary>
    public bool HasNetworks => WillHaveNetworks || _lengths.Any(length => length != (Family == AddressFamily.InterNetworkV6 ? 128 : 32));

    /// <summary>Whether one of the networks may be part of another.</summary>
    public bool MayOverlap => _lengths.Count > 1 || _foreign.Count > 0;

    /// <summary>Wants a ban, in the place of an earlier one of the same network.</summary>
    public void Want(IPNetwork network, long until)
    {
        ref WantedBan ban = ref CollectionsMarshal.GetValueRefOrAddDefault(_bans, network, out _);
        ban.Until = until;
        ban.Listed = _listed;
        Family ??= network.BaseAddress.AddressFamily;
        _lengths.Add(network.PrefixLength);
    }

    /// <summary>Begins to list all bans anew with <see cref="Want"/>.</summary>
    public void BeginList()
    {
        _listed++;
        _lengths.Clear();
    }

    /// <summary>Forgets the bans that were not listed.</summary>
    public void EndList()
    {
        foreach ((IPNetwork network, WantedBan ban) in _bans)
        {
            if (ban.Listed != _listed)
                _bans.Remove(network);
        }
    }

    /// <summary>Begins to read the kernel's set with <see cref="Note"/>.</summary>
    public void BeginReading()
    {
        _read++;
        _foreign.Clear();
    }

    /// <summary>Notes an element of the kernel's set.</summary>
    public void Note(SetElement element)
    {
        ref WantedBan ban = ref CollectionsMarshal.GetValueRefOrNullRef(_bans, element.Network);
        if (Unsafe.IsNullRef(ref ban))
        {
            if (!element.Network.IsSingle())
                _foreign.Add(element.Network);
            return;
        }
        ban.Read = _read;
        ban.SecondsLeft = element.SecondsLeft;
    }

    /// <summary>Whether a ban was in the kernel's set when it was read, or was put there since.</summary>
    public bool IsInForce(IPNetwork network) => _bans.TryGetValue(network, out WantedBan ban) && ban.Read == _read && _read > 0;

    /// <summary>How many of the bans are in force: by themselves, or because a wider network in the set covers them.</summary>
    public int CountInForce() => Definition is null || _read == 0 ? 0
        : _bans.Count(ban => ban.Value.Read == _read || (Definition.HasNetworks && set.Firewall == Firewall.Nft && IsCovered(ban.Key)));

    /// <summary>Compares the bans with what was read.</summary>
    /// <param name="now">In microseconds since 1970-01-01 UTC.</param>
    /// <param name="longest">The longest time that the firewall can keep an element.</param>
    /// <param name="lost">How many bans have been in force before, and are not any more.</param>
    public SetChanges Compare(long now, long longest, out int lost)
    {
        List<SetChange> removed = [];
        List<SetChange> others = [];
        lost = 0;
        foreach ((IPNetwork network, WantedBan ban) in _bans)
        {
            bool isThere = ban.Read == _read;
            if (ban.Until <= now)
            {
                _bans.Remove(network);
                continue;
            }
            if (Definition!.HasNetworks && set.Firewall == Firewall.Nft && IsCovered(network))
            {
                // nftables refuses networks that overlap. What a wider one covers is in force with it, and is put back when that ends.
                if (isThere)
                    removed.Add(new(SetChangeKind.Remove, new(network, 0)));
                continue;
            }
            SetElement wanted = Element(network, ban.Until, now, longest);
            if (!isThere)
            {
                others.Add(new(SetChangeKind.Add, wanted));
                lost += ban.Read > 0 ? 1 : 0;
            }
            else if (!IsRight(ban.SecondsLeft, wanted.SecondsLeft, longest))
            {
                others.Add(new(SetChangeKind.Replace, wanted));
            }
        }
        return new(set, Definition!.HasTimeouts, [.. removed, .. others]);
    }

    /// <summary>Notes that changes were made.</summary>
    public void NoteDone(SetChanges changes)
    {
        foreach (SetChange change in changes.Items)
        {
            if (change.Kind != SetChangeKind.Remove)
                Note(change.Element);
        }
    }

    /// <summary>Gives the element that a ban is in the kernel.</summary>
    public static SetElement Element(IPNetwork network, long until, long now, long longest)
    {
        const long Second = 1_000_000;
        return new(network, until == long.MaxValue ? 0 : Math.Clamp((until - now + Second - 1) / Second, 1, longest));
    }

    private static bool IsRight(long found, long wanted, long longest)
    {
        if (wanted == 0 || found == 0)
            return wanted == found;
        // One longer than the firewall can keep runs down a good way before it is given its longest again.
        return wanted < longest ? Math.Abs(found - wanted) <= Tolerance : found > longest / 2;
    }

    private bool IsCovered(IPNetwork network)
    {
        foreach (int length in _lengths)
        {
            if (length >= network.PrefixLength)
                break;
            if (_bans.ContainsKey(BanNetwork.Around(network.BaseAddress, length)))
                return true;
        }
        return _foreign.Exists(other => other.Covers(network));
    }

    private struct WantedBan
    {
        /// <summary>When it ends.</summary>
        public long Until;

        /// <summary>At which listing of all bans it was last wanted.</summary>
        public int Listed;

        /// <summary>At which reading of the kernel's set it was last found there; 0: never.</summary>
        public int Read;

        /// <summary>How long the kernel said then that it stays.</summary>
        public long SecondsLeft;
    }
}
