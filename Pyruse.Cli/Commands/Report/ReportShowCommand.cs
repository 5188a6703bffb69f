using System.CommandLine;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Cli.Commands.Report;

/// <summary><c>pyruse report show</c>: a report on standard output.</summary>
internal static class ReportShowCommand
{
    private enum Form
    {
        Text,
        Html,
        Json,
    }

    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        var format = new Option<Form>("--format") { Description = "The form: text for people, html for a browser, json for programs.", HelpName = "text|html|json" }
            .AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "text", "html", "json");
        var html = new Option<bool>("--html") { Description = "The same as --format html." };
        var text = new Option<bool>("--text") { Description = "The same as --format text." };
        Option<DateOnly?> date = ReportCommand.Date();
        var command = new Command("show", "Show the next report as it is up to now, or one of a past day.") { config, format, html, text, date };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetResult(format) is { Implicit: false }, result.GetValue(html), result.GetValue(text) }.Count(static isGiven => isGiven) > 1)
                result.AddError("Give one of --format, --html and --text.");
        });
        command.SetAction(parsed => ReportSession.Run(
            parsed.GetRequiredValue(config), session => Show(session, parsed.GetValue(date), parsed.GetValue(html) ? Form.Html : parsed.GetValue(format))));
        return command;
    }

    private static int Show(ReportSession session, DateOnly? date, Form form)
    {
        using SqliteStateReader? store = SqliteStateReader.Open(session.Configuration.Storage);
        if (date is null && store is null)
            Console.Error.WriteLine($"pyruse: there is no state in {session.Configuration.Storage} yet: \"pyruse run\" was not started with this configuration.");
        DailyReport report = date is { } day ? ReportSession.Find(store, day)
            : session.BuildNext((IReportReader?)store ?? new MemoryStateStore(), form == Form.Json ? ReportLimits.None : new ReportLimits()).Report;
        if (form == Form.Json)
        {
            using Stream output = Console.OpenStandardOutput();
            ReportJson.Write(report, output);
        }
        else
        {
            Console.Out.Write(form == Form.Html ? session.Forms.Html(report) : session.Forms.Text(report));
        }
        return ExitCode.Done;
    }
}
