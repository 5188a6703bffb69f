using System.Text;
using Pyruse.Core.Reports;
using Pyruse.Reporting.Text;
using Pyruse.Reporting.Views;

namespace Pyruse.Reporting;

/// <summary>Writes reports with Handlebars templates: the shipped ones, or an administrator's own. Safe for use by several threads.</summary>
/// <remarks>
/// Templates are read and compiled anew each time: an edited one counts at once, and a daemon that reports once a day keeps nothing of them in memory.
/// A report that does not fit is written again with less in it, until it fits; what is left out is counted in it.
/// </remarks>
public sealed class HandlebarsForms : IReportForms
{
    /// <summary>How large a form may be unless told otherwise, in bytes: 256 KiB.</summary>
    public const int DefaultMaxBytes = 256 * 1024;

    /// <summary>The least size limit, in bytes: 32 KiB, which the head of any report fits in.</summary>
    public const int LeastMaxBytes = 32 * 1024;

    private static readonly VisibleText HtmlText = new("\n");
    private static readonly VisibleText PlainText = new("\n    ");

    private readonly DirectoryInfo? _directory;
    private readonly int _maxBytes;

    /// <summary>Makes the forms; nothing is read yet.</summary>
    /// <param name="directory">Where the administrator's <c>report.html.hbs</c> and <c>report.txt.hbs</c> are; what is missing there is as shipped. Null: both are as shipped.</param>
    /// <param name="maxBytes">How large a form may be, in bytes of UTF-8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is less than <see cref="LeastMaxBytes"/>.</exception>
    public HandlebarsForms(DirectoryInfo? directory = null, int maxBytes = DefaultMaxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, LeastMaxBytes);
        _directory = directory;
        _maxBytes = maxBytes;
    }

    /// <summary>The text of the shipped HTML template.</summary>
    public static string HtmlTemplate => FormTemplate.Shipped(FormTemplate.HtmlName).Source;

    /// <summary>The text of the shipped plain-text template.</summary>
    public static string TextTemplate => FormTemplate.Shipped(FormTemplate.TextName).Source;

    /// <inheritdoc/>
    public string Html(DailyReport report) => Write(report, FormTemplate.HtmlName, HtmlText);

    /// <inheritdoc/>
    public string Text(DailyReport report) => Write(report, FormTemplate.TextName, PlainText);

    /// <summary>Tries both templates on a made-up report that has something in every part.</summary>
    /// <exception cref="ReportFormException">A template of the administrator's can't be used; the message is a sentence.</exception>
    public void Check()
    {
        _ = Html(ExampleReport.Report);
        _ = Text(ExampleReport.Report);
    }

    private string Write(DailyReport report, string name, VisibleText text)
    {
        CompiledForm form = FormTemplate.Find(_directory?.FullName, name).Compile();
        for (var limits = new FormLimits(); ; limits = limits.Smaller())
        {
            string written = form.Write(ReportViewBuilder.Build(report, limits, text));
            int size = Encoding.UTF8.GetByteCount(written);
            if (size <= _maxBytes)
                return written;
            if (limits.AreLeast)
                throw new ReportFormException($"{form.Origin} makes {size:N0} bytes of a report even with all messages and lines left out; {_maxBytes:N0} are allowed. Shorten the template, or raise [report] max_kilobytes.");
        }
    }
}
