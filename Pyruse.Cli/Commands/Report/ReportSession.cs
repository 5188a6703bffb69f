using System.Globalization;
using Microsoft.Extensions.Logging;
using Pyruse.Cli.Output;
using Pyruse.Core.Configuration;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.Reporting;

namespace Pyruse.Cli.Commands.Report;

/// <summary>What the commands about reports work with. A daemon may use the same state meanwhile.</summary>
internal sealed class ReportSession(PyruseConfiguration configuration)
{
    private readonly TimeProvider _time = TimeProvider.System;

    public PyruseConfiguration Configuration => configuration;

    public ILogger Logger { get; } = new ConsoleLogger(LogLevel.Warning);

    public IReportForms Forms { get; } = new HandlebarsForms(configuration.Report.Template, configuration.Report.MaxKilobytes * 1024);

    /// <summary>Does something with reports; what fails becomes a message and an exit code.</summary>
    public static int Run(string config, Func<ReportSession, int> work) => RunAsync(config, session => Task.FromResult(work(session))).GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public static async Task<int> RunAsync(string config, Func<ReportSession, Task<int>> work)
    {
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration? configuration = ConfigurationFile.Read(config, diagnostics);
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || configuration is null)
            return ExitCode.Configuration;
        try
        {
            return await work(new ReportSession(configuration)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("pyruse: error: Interrupted.");
            return ExitCode.Failed;
        }
        catch (Exception exception) when (exception is StateStoreException or ReportFormException)
        {
            Console.Error.WriteLine($"pyruse: error: {Printable.Of(exception.Message)}");
            return ExitCode.Failed;
        }
    }

    /// <summary>Makes the next report as it is up to now.</summary>
    public ReportClosing BuildNext(IReportReader store, ReportLimits limits)
    {
        DateTimeOffset now = _time.GetUtcNow();
        var days = new ReportDays(configuration.Report.At ?? TimeOnly.MinValue, _time.LocalTimeZone);
        return new ReportBuilder(_time.LocalTimeZone, Environment.MachineName).Build(store, now, now, days.DayOf(days.NextAfter(now)), limits);
    }

    /// <summary>Finds the report of a past day; the last one if there are several.</summary>
    /// <exception cref="StateStoreException">There is none.</exception>
    public static DailyReport Find(IReportReader? store, DateOnly date)
    {
        IReadOnlyList<DailyReport> reports = store?.ReadReports(date) ?? [];
        if (reports.Count > 1)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pyruse: there are {reports.Count} reports of that day, because some were sent by hand; this is the last."));
        return reports is [.., var last] ? last
            : throw new StateStoreException(string.Create(
                CultureInfo.InvariantCulture, $"No report of {date:yyyy-MM-dd} is kept: either it was not made yet (leave --date out to see the next one), or it is more than 30 days old."));
    }
}
