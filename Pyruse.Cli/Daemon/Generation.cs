using Pyruse.Core.Bans;
using Pyruse.Core.Hosting;
using Pyruse.Core.Reports;

namespace Pyruse.Cli.Daemon;

/// <summary>What is made of one configuration. A daemon has one after the other.</summary>
/// <param name="setup">The configuration and its modules.</param>
/// <param name="engine">The engine.</param>
/// <param name="started">Completes when the engine has opened its sources.</param>
internal sealed class Generation(Setup setup, PyruseEngine engine, Task started)
{
    /// <summary>The configuration and its modules.</summary>
    public Setup Setup => setup;

    /// <summary>The engine.</summary>
    public PyruseEngine Engine => engine;

    /// <summary>Completes when the engine has opened its sources.</summary>
    public Task Started => started;

    /// <summary>Makes daily reports; null: nobody does.</summary>
    public DailyReporter? Reporter { get; init; }

    /// <summary>Keeps bans in force; null: nobody does. It may be that of the generation before.</summary>
    public BanEnforcer? Enforcer { get; init; }

    /// <summary>What is followed, in words.</summary>
    public string Description => $"Following {setup.Configuration.Sources.Count} source(s) through {setup.Configuration.Chains.Count} chains.";

    /// <summary>Ends what the next generation does not go on with.</summary>
    /// <param name="next">The next generation; null: there is none.</param>
    public async Task EndAsync(Generation? next)
    {
        engine.Dispose();
        if (Reporter is not null)
            await Reporter.DisposeAsync().ConfigureAwait(false);
        if (Enforcer is not null && Enforcer != next?.Enforcer)
            await Enforcer.DisposeAsync().ConfigureAwait(false);
    }
}
