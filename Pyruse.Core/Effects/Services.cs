using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects.Forwarding;

namespace Pyruse.Core.Effects;

/// <summary>Sends mail, once the current batch of entries is committed. For actions; used on the engine's thread.</summary>
public interface IMailer
{
    /// <summary>Stages a mail to the configured recipients. Subject and body may hold anything; neither can add a header.</summary>
    void Send(string subject, string body);
}

/// <summary>Collects the lines of the daily report. For actions; used on the engine's thread.</summary>
public interface IReport
{
    /// <summary>Stages a line with the current entry's time.</summary>
    void Add(ReportLevel level, string message, ReportDetails details);
}

/// <summary>Bans addresses. For actions; used on the engine's thread.</summary>
public interface IBans
{
    /// <summary>Stages a ban that begins at the current entry's time. A ban of the same address in the same set is replaced.</summary>
    /// <param name="firewall">Whose set it is.</param>
    /// <param name="set">The set's name.</param>
    /// <param name="address">The address, in any form that <see cref="IPAddress"/> can have; a v4-mapped v6 address counts as v4.</param>
    /// <param name="duration">How long; null: for ever. Cut to whole seconds, at least one.</param>
    /// <exception cref="Modules.StepException">The address can't be banned: it is multicast, unspecified, or bound to an interface.</exception>
    void Ban(Firewall firewall, string set, IPAddress address, TimeSpan? duration);

    /// <summary>Stages a ban that begins at the current entry's time, and lasts longer if the address was banned in the same set before.</summary>
    /// <param name="firewall">Whose set it is.</param>
    /// <param name="set">The set's name.</param>
    /// <param name="address">The address, as above.</param>
    /// <param name="durations">How long the first ban, the second, … lasts.</param>
    /// <exception cref="Modules.StepException">The address can't be banned: it is multicast, unspecified, or bound to an interface.</exception>
    void Ban(Firewall firewall, string set, IPAddress address, BanDurations durations);

    /// <summary>Says that a step bans in a set, so that the set can be made and looked after before anybody is banned. To be called by constructors of actions.</summary>
    /// <param name="set">The set, and which addresses go into it.</param>
    void Use(UsedSet set);
}

/// <summary>Has things done outside of the process, once the current batch of entries is committed. For actions; used on the engine's thread.</summary>
public interface IEffects
{
    /// <summary>Writes an entry to the system journal.</summary>
    void Log(JournalLevel level, string message);

    /// <summary>Runs a program without a shell.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="stdin">What it finds on its standard input; null: nothing.</param>
    /// <param name="timeout">After this long it is ended.</param>
    void Run(IReadOnlyList<string> command, string? stdin, TimeSpan timeout);

    /// <summary>Appends a line to a file.</summary>
    void Write(string path, string message);

    /// <summary>Writes a line to standard output.</summary>
    void Print(string message);
}

/// <summary>Sends messages on to other syslog servers. For actions; used on the engine's thread.</summary>
public interface IForwarding
{
    /// <summary>Names a server that a step sends to, so that what waits for it from earlier runs is sent, too. To be called by constructors of actions.</summary>
    /// <exception cref="ArgumentException">Another step names the same server with other settings.</exception>
    void Use(ForwardTarget target);

    /// <summary>Sends a message to a server, after those before; while the server is away, it waits on disk.</summary>
    /// <param name="target">The server; <see cref="Use"/> was called for it.</param>
    /// <param name="message">The whole message, as RFC 5424 has it.</param>
    void Forward(ForwardTarget target, string message);
}

/// <summary>Counts per key over time. For actions; used on the engine's thread. Time is the current entry's.</summary>
public interface ICounters
{
    /// <summary>Adds one. Does nothing and gives 0 while a grace period of that key runs.</summary>
    /// <param name="counter">The counter's name.</param>
    /// <param name="key">The key: an address, a user, …</param>
    /// <param name="keep">How long the raise counts: while now &lt; raise + keep; null: until reset.</param>
    /// <returns>The count with this raise.</returns>
    int Raise(string counter, string key, TimeSpan? keep);

    /// <summary>Takes one away, the youngest, but goes not below 0.</summary>
    /// <returns>The count that is left.</returns>
    int Lower(string counter, string key);

    /// <summary>Goes back to 0, and ignores raises for a while.</summary>
    /// <param name="counter">The counter's name.</param>
    /// <param name="key">The key.</param>
    /// <param name="grace">How long raises are ignored: while now &lt; reset + grace; null: not at all.</param>
    void Reset(string counter, string key, TimeSpan? grace);
}
