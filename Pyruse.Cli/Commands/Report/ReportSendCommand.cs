using System.CommandLine;
using Pyruse.Cli.Output;
using Pyruse.Core.Configuration;
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
        command.SetAction((parsed, cancellation) => ReportSession.RunAsync(
            parsed.GetRequiredValue(config), session => SendAsync(session, parsed.GetValue(date), parsed.GetValue(preview), cancellation)));
        return command;
    }

    private static async Task<int> SendAsync(ReportSession session, DateOnly? date, bool isPreview, CancellationToken cancellationToken)
    {
        if (date is not null || isPreview)
        {
            using SqliteStateReader? reader = SqliteStateReader.Open(session.Configuration.Storage);
            DailyReport report = date is { } day ? ReportSession.Find(reader, day) : session.BuildNext((IReportReader?)reader ?? new Core.State.MemoryStateStore(), new ReportLimits()).Report;
            return await MailAsync(session, report, cancellationToken).ConfigureAwait(false);
        }
        using SqliteStateStore store = SqliteStateStore.Open(session.Configuration.Storage, TimeProvider.System, session.Logger);
        ReportClosing closing = session.BuildNext(store, new ReportLimits());
        int result = await MailAsync(session, closing.Report, cancellationToken).ConfigureAwait(false);
        if (result == ExitCode.Done)
            store.CloseReport(closing);
        return result;
    }

    /// <summary>Sends at once and without the outbox: whoever waits at the terminal wants to know what came of it.</summary>
    private static async Task<int> MailAsync(ReportSession session, DailyReport report, CancellationToken cancellationToken)
    {
        EmailSettings settings = session.Configuration.Email;
        EmailEffect effect = new ReportMail(settings, session.Forms, new HandlebarsForms(null, session.Configuration.Report.MaxKilobytes * 1024), session.Logger).Of(report);
        OutgoingMail mail = new MailComposer(settings, TimeProvider.System).Compose(effect.Subject, effect.Body, effect.Html);
        IMailTransport transport = MailTransports.Of(settings);
        MailDelivery delivery = await transport.SendAsync(mail, mail.Recipients, cancellationToken).ConfigureAwait(false);
        if (delivery.Result.Outcome == EffectOutcome.Done)
        {
            Console.Error.WriteLine($"pyruse: sent \"{effect.Subject}\" by way of {transport.Name}.");
            return ExitCode.Done;
        }
        Console.Error.WriteLine($"pyruse: error: The report was not sent, and nothing is changed: {Printable.Of(delivery.Result.Problem)}");
        return ExitCode.Failed;
    }
}
