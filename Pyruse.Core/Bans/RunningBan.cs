using System.Net;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Bans;

/// <summary>A ban that has not ended: what a firewall must know of it.</summary>
/// <param name="Firewall">Whose set it is.</param>
/// <param name="Set">The set's name.</param>
/// <param name="Network">The address or network.</param>
/// <param name="Until">When it ends, exclusive, in microseconds since 1970-01-01 UTC; <see cref="long.MaxValue"/>: never.</param>
public readonly record struct RunningBan(Firewall Firewall, string Set, IPNetwork Network, long Until);
