using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Pyruse.Cli.Commands.Bans;
using Pyruse.Cli.Output;
using Pyruse.Core.Bans;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Forwarding;
using Pyruse.Core.Effects.Lines;
using Pyruse.Core.Effects.Mail;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.Journal;
using Pyruse.Reporting;
using Pyruse.State;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse run</c>: the daemon.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(30);

    /// <summary>What is not sent then waits on disk for the next start.</summary>
    private static readonly TimeSpan ForwardPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string[]> plugins = CommonOptions.Plugins();
        var dryRun = new Option<bool>("--dry-run") { Description = "Follow the sources, but keep no state and carry nothing out: each effect is printed as a line of JSON." };
        var command = new Command("run", "Follow the sources and handle each entry, until SIGTERM or SIGINT, or until all sources have ended.") { config, plugins, dryRun };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(config), parsed.GetRequiredValue(plugins), parsed.GetValue(dryRun)));
        return command;
    }

    private static int Run(string config, string[] plugins, bool isDry)
    {
        var diagnostics = new DiagnosticBag();
        if (Setup.Load(config, plugins, diagnostics) is not { } setup)
            return Setup.Report(diagnostics, Console.Error);
        if (diagnostics.HasErrors)
            return ReportAll(setup, diagnostics);
        using var writer = new JournalWriter(setup.Configuration.Journal.Socket?.FullName ?? JournalWriter.DefaultSocket);
        ILogger logger = MakeLogger(setup.Configuration, writer);
        try
        {
            return isDry ? RunDry(setup, logger, diagnostics) : RunForReal(setup, logger, writer, diagnostics);
        }
        catch (Exception exception) when (exception is SourceException or StateStoreException)
        {
            logger.LogError("{Problem}", exception.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>Reports the chains' mistakes too; a configuration that is wrong touches neither storage nor mail.</summary>
    private static int ReportAll(Setup setup, DiagnosticBag diagnostics)
    {
        using var store = new MemoryStateStore(capacity: 0);
        PyruseEngine.Create(setup.Configuration, setup.Catalog, new EngineHost { Store = store }, diagnostics);
        return Setup.Report(diagnostics, Console.Error);
    }

    private static int RunDry(Setup setup, ILogger logger, DiagnosticBag diagnostics)
    {
        using var signals = new Signals();
        using var output = new EffectOutput(signals.Raise);
        using var store = new MemoryStateStore(capacity: 0);
        var host = new EngineHost
        {
            Store = store,
            Logger = logger,
            OwnUserId = OwnUser.Id,
            OnEffect = effect =>
            {
                output.Write(effect);
                // Whoever watches wants to see it now.
                output.Flush();
            },
        };
        int result = Follow(setup, host, output.Tally, diagnostics, signals);
        if (output.Problem is { } problem)
            logger.LogError("{Problem}", problem);
        return output.HasFailed ? ExitCode.Failed : result;
    }

    private static int RunForReal(Setup setup, ILogger logger, JournalWriter writer, DiagnosticBag diagnostics)
    {
        PyruseConfiguration configuration = setup.Configuration;
        using StorageLock storage = StorageLock.Take(configuration.Storage);
        var limits = new StateLimits { BanHistory = configuration.Bans.ToPolicy().Remember };
        using SqliteStateStore store = SqliteStateStore.Open(configuration.Storage, TimeProvider.System, logger, limits);
        BanImport.Run(configuration.Storage, store, TimeProvider.System, logger);
        ReportImport.Run(configuration.Storage, store, logger);
        var dispatcher = new EffectDispatcher(
            [new JournalLogHandler(writer), MailHandler.Create(configuration, TimeProvider.System, logger, () => CountMail(store, logger)), new ExecHandler(), new FileWriteHandler()],
            store, configuration.Effects.Workers, TimeProvider.System, logger);
        BanEnforcer? enforcer = configuration.Bans.DryRun ? null
            : new BanEnforcer(BanSession.Firewalls(configuration), store, configuration.Bans.Check ?? CheckInterval, TimeProvider.System, logger);
        EmailSettings email = configuration.Email;
        int maxBytes = configuration.Report.MaxKilobytes * 1024;
        var mail = new ReportMail(email, new HandlebarsForms(configuration.Report.Template, maxBytes), new HandlebarsForms(null, maxBytes), logger);
        var reporter = new DailyReporter(store, mail, dispatcher, configuration.Report, TimeProvider.System, logger);
        using OwnAddresses own = OwnAddresses.Watch();
        var tally = new EffectTally();
        using var signals = new Signals();
        var forwarding = new ForwardService(Path.Combine(configuration.Storage, "forward"), TimeProvider.System, logger);
        using var lines = new LineWriter(TimeProvider.System, logger, signals.Raise, StandardOutput.Open(), forwarding);
        var host = new EngineHost
        {
            Lines = lines, Store = store, Dispatcher = dispatcher, Bans = enforcer, Reporter = reporter, OwnAddresses = own, Logger = logger, OwnUserId = OwnUser.Id, OnEffect = tally.Add,
        };
        try
        {
            int result = Follow(setup, host, tally, diagnostics, signals);
            if (result == ExitCode.Done)
            {
                Task.WaitAll(dispatcher.DrainAsync(DrainPatience), forwarding.DrainAsync(ForwardPatience));
                RunSummary.PrintBans(store, configuration.Bans);
            }
            return result;
        }
        finally
        {
            reporter.DisposeAsync().AsTask().GetAwaiter().GetResult();
            enforcer?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            forwarding.DisposeAsync().AsTask().GetAwaiter().GetResult();
            dispatcher.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void CountMail(SqliteStateStore store, ILogger logger)
    {
        try
        {
            store.CountActivity(ActivityKind.Mail, EntryTime.ToMicroseconds(TimeProvider.System.GetUtcNow()));
        }
        catch (StateStoreException exception)
        {
            logger.LogWarning("A mail was sent but is not counted for the daily report: {Problem}", exception.Message);
        }
    }

    /// <summary>Runs the engine on this thread until it ends, then says what it did.</summary>
    private static int Follow(Setup setup, EngineHost host, EffectTally tally, DiagnosticBag diagnostics, Signals signals)
    {
        PyruseEngine? engine = PyruseEngine.Create(setup.Configuration, setup.Catalog, host, diagnostics);
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || engine is null)
            return ExitCode.Configuration;
        var service = new ServiceManager();
        service.Ready($"Following {setup.Configuration.Sources.Count} source(s) through {setup.Configuration.Chains.Count} chains.");
        engine.Run(signals.End);
        service.Stopping();
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"pyruse: {engine.Progress.Entries:N0} entries: {tally}; {engine.Progress.Failures:N0} failures of steps."));
        return ExitCode.Done;
    }

    private static ILogger MakeLogger(PyruseConfiguration configuration, JournalWriter writer)
    {
        LogLevel minimum = configuration.Debug ? LogLevel.Debug : LogLevel.Information;
        var console = new ConsoleLogger(minimum);
        // systemd sets this where standard error goes to the journal: there the native protocol adds fields. See systemd.exec(5).
        return Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 } ? new JournalLogger(writer, console, minimum) : console;
    }
}
