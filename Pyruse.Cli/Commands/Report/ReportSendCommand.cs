using System.CommandLine;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Mail;
using Pyruse.Core.Reports;
using Pyruse.Reporting;
using Pyruse.State;

namespace Pyruse.Cli.Commands.Report;

/// <summary><c>pyruse report send</c>: a report by mail, now.</summary>
internal static class ReportSendCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<DateOnly?> date = ReportCommand.Date();
        var preview = new Option<bool>("--preview") { Description = "Send what there is up to now, and let it be in the next report all the same." };
        var command = new Command(
            "send", "Send the next report now, as it is: what it holds is in no other. The following one comes at its usual time with what happens from now on.") { config, date, preview };
        command.SetAction((parsed, cancellation) => Task.FromResult(ReportSession.Run(
            parsed.GetRequiredValue(config), session => Send(session, parsed.GetValue(date), parsed.GetValue(preview), cancellation))));
        return command;
    }

    private static int Send(ReportSession session, DateOnly? date, bool isPreview, CancellationToken cancellationToken)
    {
        if (date is not null || isPreview)
        {
            using SqliteStateReader? reader = SqliteStateReader.Open(session.Configuration.Storage);
            DailyReport report = date is { } day ? ReportSession.Find(reader, day) : session.BuildNext((IReportReader?)reader ?? new Core.State.MemoryStateStore(), new ReportLimits()).Report;
            return Mail(session, report, cancellationToken);
        }
        using SqliteStateStore store = SqliteStateStore.Open(session.Configuration.Storage, TimeProvider.System, session.Logger);
        ReportClosing closing = session.BuildNext(store, new ReportLimits());
        int result = Mail(session, closing.Report, cancellationToken);
        if (result == ExitCode.Done)
            store.CloseReport(closing);
        return result;
    }

    /// <summary>Sends at once and without the outbox: whoever waits at the terminal wants to know what came of it.</summary>
    private static int Mail(ReportSession session, DailyReport report, CancellationToken cancellationToken)
    {
        EmailEffect mail = new ReportMail(session.Configuration.Email, session.Forms, new HandlebarsForms(null, session.Configuration.Report.MaxKilobytes * 1024), session.Logger).Of(report);
        EffectResult result;
        try
        {
            result = new MailHandler(session.Configuration.Email).CarryOutAsync(mail, cancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or UnauthorizedAccessException)
        {
            result = EffectResult.TryAgain(exception.Message);
        }
        Console.Error.WriteLine(result.Outcome == EffectOutcome.Done ? $"pyruse: sent \"{mail.Subject}\"." : $"pyruse: error: The report was not sent, and nothing is changed: {result.Problem}");
        return result.Outcome == EffectOutcome.Done ? ExitCode.Done : ExitCode.Failed;
    }
}
