using Pyruse.Core.Effects;

namespace Pyruse.Core.Embedding;

/// <summary>What an action written as a lambda may use; each part stages what it is told, and it takes effect with the next commit.</summary>
/// <remarks>For use inside of the lambda, on the engine's thread.</remarks>
public sealed class ActionServices
{
    internal ActionServices(IServiceProvider services)
    {
        Counters = Get<ICounters>(services);
        Report = Get<IReport>(services);
        Bans = Get<IBans>(services);
        Mailer = Get<IMailer>(services);
        Effects = Get<IEffects>(services);
    }

    /// <summary>Counts per key over time.</summary>
    public ICounters Counters { get; }

    /// <summary>Collects the lines of the daily report.</summary>
    public IReport Report { get; }

    /// <summary>Bans addresses.</summary>
    public IBans Bans { get; }

    /// <summary>Sends mail.</summary>
    public IMailer Mailer { get; }

    /// <summary>Has things done outside: log lines, programs, lines in files.</summary>
    public IEffects Effects { get; }

    private static T Get<T>(IServiceProvider services)
        where T : class => (T?)services.GetService(typeof(T)) ?? throw new InvalidOperationException($"The engine has no {typeof(T).Name}.");
}
