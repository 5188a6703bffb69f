using System.Net;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Replaying;

/// <summary>An address that would have been banned, and from where somebody had logged in successfully: perhaps a friend that the rules would lock out.</summary>
/// <param name="Address">The address.</param>
/// <param name="Bans">How many times it would have been banned.</param>
/// <param name="FirstBan">When first, in microseconds since 1970-01-01 UTC.</param>
/// <param name="Chain">By which chain then.</param>
/// <param name="Logins">How many logins succeeded.</param>
/// <param name="FirstLogin">The time of the first of them, likewise.</param>
/// <param name="LastLogin">The time of the last of them, likewise.</param>
/// <param name="User">Who logged in last.</param>
/// <param name="Program">The program that let them in then.</param>
public sealed record Lockout(IPAddress Address, int Bans, long FirstBan, string Chain, int Logins, long FirstLogin, long LastLogin, string User, string Program);

/// <summary>Finds the addresses that are banned and had logged in successfully in the same history, in whichever order.</summary>
/// <remarks>Not safe for use by several threads.</remarks>
/// <param name="fields">The fields of the workflow that entries are walked through.</param>
public sealed class LockoutWatch(FieldTable fields)
{
    /// <summary>How many addresses are kept of each kind, so that the memory is bounded.</summary>
    public const int Most = 200_000;

    private readonly SuccessfulLogins _logins = new(fields);
    private readonly Dictionary<IPAddress, (int Count, long First, string Chain)> _banned = [];
    private readonly Dictionary<IPAddress, (int Count, long First, long Last, SuccessfulLogin Login)> _welcome = [];

    /// <summary>Whether there were more addresses than are kept.</summary>
    public bool IsFull { get; private set; }

    /// <summary>What was found, in the order of the first ban.</summary>
    public IEnumerable<Lockout> Found =>
        from ban in _banned
        where _welcome.ContainsKey(ban.Key)
        let login = _welcome[ban.Key]
        orderby ban.Value.First
        select new Lockout(ban.Key, ban.Value.Count, ban.Value.First, ban.Value.Chain, login.Count, login.First, login.Last, login.Login.User, login.Login.Program);

    /// <summary>Takes an entry.</summary>
    public void Look(LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_logins.Of(entry) is not { } login)
            return;
        long time = entry.RealtimeMicroseconds;
        if (_welcome.TryGetValue(login.Address, out var known))
            _welcome[login.Address] = (known.Count + 1, Math.Min(known.First, time), Math.Max(known.Last, time), time >= known.Last ? login : known.Login);
        else if (_welcome.Count < Most)
            _welcome.Add(login.Address, (1, time, time, login));
        else
            IsFull = true;
    }

    /// <summary>Takes an effect.</summary>
    public void Look(Effect effect)
    {
        if (effect is not BanEffect ban)
            return;
        if (_banned.TryGetValue(ban.Address, out var known))
            _banned[ban.Address] = (known.Count + 1, known.First, known.Chain);
        else if (_banned.Count < Most)
            _banned.Add(ban.Address, (1, ban.Origin.Time, ban.Origin.Chain));
        else
            IsFull = true;
    }
}
