using Microsoft.Extensions.Logging;
using Pyruse.Cli.Commands.Bans;
using Pyruse.Cli.Metrics;
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
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.Journal;
using Pyruse.Reporting;
using Pyruse.State;

namespace Pyruse.Cli.Daemon;

/// <summary>What a daemon has as long as it runs: its state, and those who carry out effects.</summary>
internal sealed class RealSurroundings : Surroundings
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(30);

    /// <summary>What is not sent then waits on disk for the next start.</summary>
    private static readonly TimeSpan ForwardPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(60);

    private readonly StorageLock _lock;
    private readonly ILogger _logger;
    private readonly MailHandler _mail;
    private readonly LineWriter _lines;
    private readonly OwnAddresses _own = OwnAddresses.Watch();

    /// <summary>Opens the state and begins to carry out nothing yet.</summary>
    /// <param name="configuration">The configuration that the daemon is started with.</param>
    /// <param name="writer">The journal.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <param name="end">Ends the program.</param>
    /// <exception cref="StateStoreException">The state can't be used, or another daemon uses it.</exception>
    public RealSurroundings(PyruseConfiguration configuration, JournalWriter writer, ILogger logger, Action end)
    {
        _logger = logger;
        _lock = StorageLock.Take(configuration.Storage);
        try
        {
            Store = SqliteStateStore.Open(configuration.Storage, TimeProvider.System, logger, new StateLimits { BanHistory = configuration.Bans.ToPolicy().Remember });
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
        BanImport.Run(configuration.Storage, Store, TimeProvider.System, logger);
        ReportImport.Run(configuration.Storage, Store, logger);
        _mail = MailHandler.Create(configuration, TimeProvider.System, logger, CountMail);
        Dispatcher = new EffectDispatcher(
            [new JournalLogHandler(writer), _mail, new ExecHandler(), new FileWriteHandler()], Store, configuration.Effects.Workers, TimeProvider.System, logger);
        Forwarding = new ForwardService(Path.Combine(configuration.Storage, "forward"), TimeProvider.System, logger);
        _lines = new LineWriter(TimeProvider.System, logger, end, StandardOutput.Open(), Forwarding);
    }

    public override EffectTally Tally { get; } = new();

    /// <summary>Where state is kept.</summary>
    public SqliteStateStore Store { get; }

    /// <summary>Who carries out effects.</summary>
    public EffectDispatcher Dispatcher { get; }

    /// <summary>Who sends messages on.</summary>
    public ForwardService Forwarding { get; }

    /// <summary>What is counted for measurements.</summary>
    public EngineCounts Counts { get; } = new();

    public override Generation? Prepare(Setup setup, Generation? before, DiagnosticBag diagnostics)
    {
        PyruseConfiguration configuration = setup.Configuration;
        BanEnforcer? enforcer = before is { Enforcer: { } same } && IsForSameFirewalls(before.Setup.Configuration, configuration) ? same : MakeEnforcer(configuration);
        DailyReporter reporter = MakeReporter(configuration);
        Generation? made = Make(
            setup,
            new EngineHost
            {
                Lines = _lines, Store = Store, Dispatcher = Dispatcher, Bans = enforcer, Reporter = reporter, OwnAddresses = _own, Logger = _logger, OwnUserId = OwnUser.Id,
                OnEffect = Tally.Add, Metrics = Counts, PulseInterval = PulseInterval,
            },
            diagnostics);
        if (made is not null)
            return new Generation(setup, made.Engine, made.Started) { Enforcer = enforcer, Reporter = reporter };
        reporter.DisposeAsync().AsTask().GetAwaiter().GetResult();
        if (enforcer != before?.Enforcer)
            enforcer?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return null;
    }

    public override void Adopt(PyruseConfiguration configuration) => _mail.Use(configuration.Email);

    /// <summary>Waits for what is being carried out, for a while.</summary>
    public void Drain() => Task.WaitAll(Dispatcher.DrainAsync(DrainPatience), Forwarding.DrainAsync(ForwardPatience));

    public override void Dispose()
    {
        Forwarding.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Dispatcher.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _lines.Dispose();
        _own.Dispose();
        Store.Dispose();
        _lock.Dispose();
    }

    private static bool IsForSameFirewalls(PyruseConfiguration one, PyruseConfiguration other) =>
        (one.Bans.DryRun, one.Bans.Manage, one.Bans.Check) == (other.Bans.DryRun, other.Bans.Manage, other.Bans.Check)
        && AreEqual(one.Nft.Nft, other.Nft.Nft) && AreEqual(one.Ipset.Ipset, other.Ipset.Ipset);

    private static bool AreEqual(string[]? one, string[]? other) => (one ?? []).SequenceEqual(other ?? []);

    private BanEnforcer? MakeEnforcer(PyruseConfiguration configuration) => configuration.Bans.DryRun ? null
        : new BanEnforcer(BanSession.Firewalls(configuration), Store, configuration.Bans.Check ?? CheckInterval, TimeProvider.System, _logger);

    private DailyReporter MakeReporter(PyruseConfiguration configuration)
    {
        int maxBytes = configuration.Report.MaxKilobytes * 1024;
        var mail = new ReportMail(configuration.Email, new HandlebarsForms(configuration.Report.Template, maxBytes), new HandlebarsForms(null, maxBytes), _logger);
        return new DailyReporter(Store, mail, Dispatcher, configuration.Report, TimeProvider.System, _logger);
    }

    private void CountMail()
    {
        try
        {
            Store.CountActivity(ActivityKind.Mail, EntryTime.ToMicroseconds(TimeProvider.System.GetUtcNow()));
        }
        catch (StateStoreException exception)
        {
            _logger.LogWarning("A mail was sent but is not counted for the daily report: {Problem}", exception.Message);
        }
    }
}
