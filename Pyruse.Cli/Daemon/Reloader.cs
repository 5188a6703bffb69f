using System.Globalization;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Configuration;
using Pyruse.Journal;

namespace Pyruse.Cli.Daemon;

/// <summary>Reads the configuration anew when that is wished for: makes all of the new one beside the old, which works on meanwhile, and lets it take over if it is right.</summary>
internal sealed class Reloader(DaemonProcess daemon, Surroundings surroundings, Signals signals, ServiceManager service, AdjustableLogger logger, TimeProvider time)
{
    private volatile ReloadHistory _history = ReloadHistory.None;

    /// <summary>What came of it so far.</summary>
    public ReloadHistory History => _history;

    /// <summary>Reloads whenever that is wished for, until the program is to end.</summary>
    /// <param name="onChanged">Told of a configuration that has taken effect.</param>
    public async Task RunAsync(Action<PyruseConfiguration> onChanged)
    {
        try
        {
            while (true)
            {
                await signals.WaitForReloadAsync().ConfigureAwait(false);
                await ReloadAsync(onChanged).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    private async Task ReloadAsync(Action<PyruseConfiguration> onChanged)
    {
        service.Reloading("Reading the configuration anew.");
        long begin = time.GetTimestamp();
        Refusal? refusal;
        try
        {
            refusal = await TryReloadAsync(onChanged).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The seam that keeps a mistake in here, or in a module's constructor, from ending what works.
            logger.LogError("The configuration can't be read anew because of an error in Pyruse itself; please report it: {Problem}", exception.ToString());
            refusal = new(exception.Message);
        }
        string local = time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        if (refusal is null)
        {
            _history = _history with { Succeeded = _history.Succeeded + 1, LastTime = time.GetUtcNow(), LastProblem = null };
            logger.LogInformation("The new configuration is in use after {Duration}. {What}", Durations.Format(time.GetElapsedTime(begin)), daemon.Current.Description);
            service.Ready($"{daemon.Current.Description} Reloaded at {local}.");
            return;
        }
        _history = _history with { Refused = _history.Refused + 1, LastTime = time.GetUtcNow(), LastProblem = refusal.Problem };
        logger.LogError("The new configuration is refused, and the one in use stays: {Problem}", refusal.Said ?? refusal.Problem);
        service.Ready($"{daemon.Current.Description} A new configuration was refused at {local}.");
    }

    /// <summary>Reads, checks, makes, and lets take over.</summary>
    /// <returns>Null when the new configuration is in use; otherwise why it is not.</returns>
    private async Task<Refusal?> TryReloadAsync(Action<PyruseConfiguration> onChanged)
    {
        Generation current = daemon.Current;
        var diagnostics = new DiagnosticBag();
        Setup? setup = current.Setup.Reload(diagnostics, out bool arePluginsOthers);
        List<string> waiting = [];
        if (arePluginsOthers)
            waiting.Add("plugins");
        if (setup is not null)
            setup = setup.With(FixedSettings.Keep(current.Setup.Configuration, setup.Configuration, waiting));
        Generation? next = setup is null ? null : Make(setup, current, diagnostics);
        foreach (Diagnostic diagnostic in Setup.InOrder(diagnostics))
            logger.Log(diagnostic.Severity == DiagnosticSeverity.Error ? LogLevel.Error : LogLevel.Warning, "{Diagnostic}", diagnostic.ToString());
        if (waiting.Count > 0)
            logger.LogWarning("These have changed, but need a restart, and are as they were until then: {Changes}.", string.Join(", ", waiting));
        if (next is null)
            return Count(diagnostics);
        logger.HasDebug = setup!.Configuration.Debug;
        if (await daemon.SwitchToAsync(next).ConfigureAwait(false) is { } problem)
        {
            logger.HasDebug = current.Setup.Configuration.Debug;
            return new(problem);
        }
        _history = _history with { NeedsRestart = waiting };
        onChanged(setup.Configuration);
        // For a while two of everything was in memory; a small daemon would not find out for hours that one of them is garbage.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        return null;
    }

    private Generation? Make(Setup setup, Generation current, DiagnosticBag diagnostics)
    {
        if (!diagnostics.HasErrors)
            return surroundings.Prepare(setup, current, diagnostics);
        setup.FindMistakes(diagnostics);
        return null;
    }

    private static Refusal Count(DiagnosticBag diagnostics)
    {
        string[] errors = [.. Setup.InOrder(diagnostics).Where(static item => item.Severity == DiagnosticSeverity.Error).Select(static item => item.ToString())];
        return errors.Length == 1
            ? new(errors[0], "it has one mistake.")
            : new($"it has {errors.Length} mistakes, the first being {errors[0]}", $"it has {errors.Length} mistakes.");
    }

    /// <summary>Why a new configuration is not in use.</summary>
    /// <param name="Problem">The reason.</param>
    /// <param name="Said">What is left to be said when the reason was already; null: all of it.</param>
    private sealed record Refusal(string Problem, string? Said = null);
}
