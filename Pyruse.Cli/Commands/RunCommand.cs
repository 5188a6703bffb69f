using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Pyruse.Cli.Daemon;
using Pyruse.Cli.Output;
using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Journal;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse run</c>: the daemon.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string[]> plugins = CommonOptions.Plugins();
        var dryRun = new Option<bool>("--dry-run") { Description = "Follow the sources, but keep no state and carry nothing out: each effect is printed as a line of JSON." };
        var command = new Command("run", "Follow the sources and handle each entry, until SIGTERM or SIGINT, or until all sources have ended. On SIGHUP the configuration is read anew.") { config, plugins, dryRun };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(config), parsed.GetRequiredValue(plugins), parsed.GetValue(dryRun)));
        return command;
    }

    private static int Run(string config, string[] plugins, bool isDry)
    {
        using var signals = new Signals();
        var diagnostics = new DiagnosticBag();
        if (Setup.Load(config, plugins, diagnostics) is not { } setup)
            return Setup.Report(diagnostics, Console.Error);
        if (diagnostics.HasErrors)
        {
            setup.FindMistakes(diagnostics);
            return Setup.Report(diagnostics, Console.Error);
        }
        using var writer = new JournalWriter(setup.Configuration.Journal.Socket?.FullName ?? JournalWriter.DefaultSocket);
        AdjustableLogger logger = MakeLogger(setup.Configuration, writer);
        try
        {
            return isDry ? RunDry(setup, logger, diagnostics, signals) : RunForReal(setup, writer, logger, diagnostics, signals);
        }
        catch (Exception exception) when (exception is SourceException or StateStoreException)
        {
            logger.LogError("{Problem}", exception.Message);
            return ExitCode.Failed;
        }
    }

    private static int RunDry(Setup setup, AdjustableLogger logger, DiagnosticBag diagnostics, Signals signals)
    {
        var service = new ServiceManager();
        using var surroundings = new DrySurroundings(logger, signals.Raise) { PulseInterval = Heartbeat.PulseIntervalOf(service) };
        int result = Follow(setup, surroundings, service, logger, diagnostics, signals);
        if (surroundings.Problem is { } problem)
            logger.LogError("{Problem}", problem);
        return surroundings.HasFailed ? ExitCode.Failed : result;
    }

    private static int RunForReal(Setup setup, JournalWriter writer, AdjustableLogger logger, DiagnosticBag diagnostics, Signals signals)
    {
        var service = new ServiceManager();
        using var surroundings = new RealSurroundings(setup.Configuration, writer, logger, signals.Raise) { PulseInterval = Heartbeat.PulseIntervalOf(service) };
        int result = Follow(setup, surroundings, service, logger, diagnostics, signals);
        if (result == ExitCode.Done)
        {
            surroundings.Drain();
            RunSummary.PrintBans(surroundings.Store, setup.Configuration.Bans);
        }
        return result;
    }

    /// <summary>Runs engines on this thread until the end, then says what they did.</summary>
    private static int Follow(Setup setup, Surroundings surroundings, ServiceManager service, AdjustableLogger logger, DiagnosticBag diagnostics, Signals signals)
    {
        Generation? first = surroundings.Prepare(setup, before: null, diagnostics);
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || first is null)
            return ExitCode.Configuration;
        Heartbeat.WarnIfShort(service, setup.Configuration, logger);
        var daemon = new DaemonProcess(surroundings, signals);
        using (new Attendance(daemon, surroundings, first.Started, service, logger, signals))
            daemon.Run(first);
        service.Stopping();
        EngineProgress progress = daemon.Totals.Progress;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"pyruse: {progress.Entries:N0} entries: {surroundings.Tally}; {progress.Failures:N0} failures of steps."));
        return ExitCode.Done;
    }

    private static AdjustableLogger MakeLogger(PyruseConfiguration configuration, JournalWriter writer)
    {
        var console = new ConsoleLogger(LogLevel.Debug);
        // systemd sets this where standard error goes to the journal: there the native protocol adds fields. See systemd.exec(5).
        bool isService = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };
        return new AdjustableLogger(isService ? new JournalLogger(writer, console, LogLevel.Debug) : console) { HasDebug = configuration.Debug };
    }
}
