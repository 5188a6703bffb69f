using System.CommandLine;

namespace Pyruse.Cli.Commands.Report;

/// <summary><c>pyruse report</c>: the daily report.</summary>
internal static class ReportCommand
{
    public static Command Create() =>
        new("report", "Show the daily report, or send it.") { ReportShowCommand.Create(), ReportSendCommand.Create(), ReportTemplateCommand.Create() };

    public static Option<DateOnly?> Date() => new("--date")
    {
        Description = "The report of a past day, such as 2026-01-31. Reports are kept for 30 days. Default: the next report as it is up to now.",
        HelpName = "YYYY-MM-DD",
        CustomParser = static result => Times.ParseDate(result),
    };
}
