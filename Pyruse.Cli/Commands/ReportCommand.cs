using System.CommandLine;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse report</c>: the daily report.</summary>
internal static class ReportCommand
{
    public static Command Create() => new("report", "Show the daily report.") { CreateShow() };

    private static Command CreateShow()
    {
        Option<string> config = CommonOptions.Config();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("show", "Show the next report as it is up to now.") { config, format };
        command.SetAction(parsed => Show(parsed.GetRequiredValue(config), parsed.GetValue(format)));
        return command;
    }

    private static int Show(string config, OutputFormat format)
    {
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration? configuration = ConfigurationFile.Read(config, diagnostics);
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || configuration is null)
            return ExitCode.Configuration;
        try
        {
            using SqliteStateReader? store = SqliteStateReader.Open(configuration.Storage);
            IEnumerable<ReportLine> lines = store?.ReadReportLines() ?? [];
            if (format == OutputFormat.Json)
            {
                using Stream output = Console.OpenStandardOutput();
                new ReportJson(TimeZoneInfo.Local).Write(lines, output);
            }
            else
            {
                Console.Write(new ReportText(TimeZoneInfo.Local).Write(lines));
            }
            return ExitCode.Done;
        }
        catch (StateStoreException exception)
        {
            Console.Error.WriteLine($"pyruse: error: {exception.Message}");
            return ExitCode.Failed;
        }
    }
}
