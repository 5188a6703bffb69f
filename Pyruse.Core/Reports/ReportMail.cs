using System.Globalization;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Reports;

/// <summary>Makes the mails that bring reports.</summary>
/// <param name="settings">The section <c>[email]</c>.</param>
/// <param name="forms">Writes the bodies.</param>
/// <param name="fallback">Writes them when <paramref name="forms"/> can't: a mistake in a template must not keep a report from being sent.</param>
/// <param name="logger">Takes what the administrator should know.</param>
public sealed class ReportMail(EmailSettings settings, IReportForms forms, IReportForms fallback, ILogger logger)
{
    /// <summary>Makes the mail of a report, with a plain text and with HTML.</summary>
    public EmailEffect Of(DailyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var origin = new EffectOrigin(EmailEffect.ReportChain, 0, EntryTime.ToMicroseconds(report.To), "");
        return new EmailEffect(origin, settings.Subject ?? SubjectOf(report), Write(report, static (form, what) => form.Text(what)))
        {
            Html = Write(report, static (form, what) => form.Html(what)),
        };
    }

    /// <summary>A subject that tells whether the mail needs to be opened.</summary>
    private static string SubjectOf(DailyReport report)
    {
        string what = report.Totals.Warn == 0 ? "nothing to check"
            : string.Create(CultureInfo.InvariantCulture, $"{report.Totals.Warn:N0} {(report.Totals.Warn == 1 ? "line" : "lines")} to check");
        return string.Create(CultureInfo.InvariantCulture, $"Pyruse Daily Report: {report.Host}, {report.Date:yyyy-MM-dd}: {what}");
    }

    private string Write(DailyReport report, Func<IReportForms, DailyReport, string> write)
    {
        try
        {
            return write(forms, report);
        }
        catch (ReportFormException exception)
        {
            logger.LogError("{Problem} The report is sent in its usual form.", exception.Message);
            return write(fallback, report);
        }
    }
}
