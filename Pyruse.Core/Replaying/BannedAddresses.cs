using System.Net;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Replaying;

/// <summary>Which addresses two runs ban, at whatever time: what one bans a little later than the other is banned by both.</summary>
/// <remarks>Not safe for use by several threads.</remarks>
public sealed class BannedAddresses
{
    /// <summary>How many addresses are told apart, so that the memory is bounded.</summary>
    public const int Most = 200_000;

    private readonly Dictionary<IPAddress, EffectSide> _sides = [];

    /// <summary>Whether there were more addresses than are told apart.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The addresses that only one run bans, in their first order.</summary>
    /// <param name="side">Which run.</param>
    public IEnumerable<IPAddress> Of(EffectSide side) => _sides.Where(pair => pair.Value == side).Select(static pair => pair.Key);

    /// <summary>Takes a ban.</summary>
    public void Add(BanEffect ban, EffectSide side)
    {
        ArgumentNullException.ThrowIfNull(ban);
        if (_sides.TryGetValue(ban.Address, out EffectSide known))
            _sides[ban.Address] = known == side ? side : EffectSide.Both;
        else if (_sides.Count < Most)
            _sides.Add(ban.Address, side);
        else
            IsFull = true;
    }
}
