namespace Pyruse.Core.Reports;

/// <summary>Writes reports for people to read. Safe for use by several threads.</summary>
public interface IReportForms
{
    /// <summary>Writes a report as one HTML page without script and without anything that is loaded from elsewhere.</summary>
    /// <exception cref="ReportFormException">A template of the administrator's can't be used; the message is a sentence.</exception>
    string Html(DailyReport report);

    /// <summary>Writes a report as plain text for 80 columns, flavoured as AsciiDoc.</summary>
    /// <exception cref="ReportFormException">A template of the administrator's can't be used; the message is a sentence.</exception>
    string Text(DailyReport report);
}

/// <summary>A report can't be written because of a template. The message is a sentence for the administrator.</summary>
public sealed class ReportFormException : Exception
{
    /// <summary>Makes one without a message; prefer the others.</summary>
    public ReportFormException()
    {
    }

    /// <summary>Makes one with a sentence.</summary>
    public ReportFormException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public ReportFormException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
