using System.Text;
using System.Text.RegularExpressions;
using Pyruse.Core.Processes;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Gives mails to a program that takes them on its standard input, as sendmail(8) does.</summary>
public sealed partial class SendmailTransport : IMailTransport
{
    // What a sendmail program's exit code says, as in sysexits(3).
    private const int DataError = 65;
    private const int NoUser = 67;
    private const int Unavailable = 69;
    private const int NoPermission = 77;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string[] Places = ["/usr/sbin/sendmail", "/usr/bin/sendmail", "/usr/lib/sendmail"];

    private readonly IReadOnlyList<string>? _command;

    /// <summary>Makes a transport.</summary>
    /// <param name="command">The program and its arguments; null: <c>sendmail -t</c>, wherever the distribution put it.</param>
    public SendmailTransport(IReadOnlyList<string>? command) => _command = command;

    /// <inheritdoc/>
    public string Name => $"the program {Command[0]}";

    /// <summary>Looked for each time: a mailer may be installed while we run.</summary>
    private IReadOnlyList<string> Command => _command ?? [Array.Find(Places, File.Exists) ?? Places[0], "-t"];

    /// <inheritdoc/>
    public async Task<MailDelivery> SendAsync(OutgoingMail mail, IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        IReadOnlyList<string> command = Command;
        if (_command is null && !File.Exists(command[0]))
        {
            return MailDelivery.TryAgain(
                $"There is no sendmail program ({string.Join(", ", Places)}). Install a mailer such as postfix or msmtp-mta, or set \"smtp\", \"sendmail\" or \"file\" in [email].");
        }
        try
        {
            ProcessResult result = await ProcessRunner.RunAsync(command, WithUnixLineEnds(mail.Content), Limit, cancellationToken).ConfigureAwait(false);
            return result.ExitCode == 0 ? MailDelivery.Done(mail.Recipients, ProcessOutput.OneLine(result.Output)) : Explain(command[0], result);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            return MailDelivery.TryAgain(exception.Message);
        }
    }

    /// <summary>
    /// Decides by the exit code. Only what is wrong with this mail or its recipients is permanent; a name that can't be resolved, a login that is refused
    /// or a wrong option is for the administrator to repair, and the mail waits for that.
    /// </summary>
    private static MailDelivery Explain(string program, ProcessResult result)
    {
        string problem = $"{program} ended with exit code {result.ExitCode}{(result.Output.Length > 0 ? $": {ProcessOutput.OneLine(result.Output)}" : " and said nothing")}";
        problem = problem.EndsWith('.') ? problem : problem + ".";
        // msmtp has one exit code for "later" and "never" after DATA, but quotes the server.
        bool isPermanent = result.ExitCode is DataError or NoUser || (result.ExitCode == Unavailable && PermanentReply().IsMatch(result.Output));
        if (isPermanent)
            return MailDelivery.GivenUp(problem);
        return MailDelivery.TryAgain(result.ExitCode == NoPermission ? $"{problem} The login may be refused: check the user and the password in the mailer's configuration." : problem);
    }

    /// <summary>Programs on Unix expect lines to end with LF alone.</summary>
    private static byte[] WithUnixLineEnds(ReadOnlyMemory<byte> mail) =>
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(mail.Span).Replace("\r\n", "\n", StringComparison.Ordinal));

    [GeneratedRegex(@"did not accept the mail\s.*server message: 5\d\d[ -]", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PermanentReply();
}
