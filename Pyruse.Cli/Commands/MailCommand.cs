using System.CommandLine;
using System.CommandLine.Parsing;
using Pyruse.Cli.Output;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Mail;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse mail</c>: is mail set up right?</summary>
internal static class MailCommand
{
    public static Command Create() => new("mail", "Try out how mail is sent.") { CreateTest() };

    private static Command CreateTest()
    {
        Option<string> config = CommonOptions.Config();
        var to = new Option<string?>("--to") { Description = "The recipient. Default: those of the configuration.", HelpName = "ADDRESS", CustomParser = ParseAddress };
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("test", "Send one mail now, past the outbox and the hour's allowance, and say what happened.") { config, to, format };
        command.SetAction((parsed, cancellationToken) => TestAsync(parsed.GetRequiredValue(config), parsed.GetValue(to), parsed.GetValue(format), cancellationToken));
        return command;
    }

    private static string? ParseAddress(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (MailComposer.ProblemOfAddress(text) is not { } problem)
            return text;
        result.AddError(problem);
        return null;
    }

    private static async Task<int> TestAsync(string config, string? to, OutputFormat format, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration? configuration = ConfigurationFile.Read(config, diagnostics);
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || configuration is null)
            return ExitCode.Configuration;
        EmailSettings settings = to is null ? configuration.Email : configuration.Email with { To = [to] };
        IMailTransport transport = MailTransports.Of(settings);
        OutgoingMail mail = ComposeTest(settings, config, transport);
        try
        {
            MailDelivery delivery = await transport.SendAsync(mail, mail.Recipients, cancellationToken).ConfigureAwait(false);
            var outcome = new MailTestResult(transport.Name, mail, delivery);
            if (format == OutputFormat.Json)
                outcome.WriteJson();
            else
                outcome.WriteText();
            return delivery.Result.Outcome == EffectOutcome.Done ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine("pyruse: error: Interrupted; whether the mail was sent is unknown.");
            return ExitCode.Failed;
        }
    }

    private static OutgoingMail ComposeTest(EmailSettings settings, string config, IMailTransport transport)
    {
        string text = $"This mail was sent by \"pyruse mail test\" on {Environment.MachineName}, by way of {transport.Name},\nas {Path.GetFullPath(config)} says. If you can read it, mail is set up right.\n";
        string html = $"<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Test</title><p>{System.Net.WebUtility.HtmlEncode(text)}</p></html>\n";
        return new MailComposer(settings, TimeProvider.System).Compose($"Pyruse test mail from {Environment.MachineName} – äöü ✓", text, html);
    }
}
