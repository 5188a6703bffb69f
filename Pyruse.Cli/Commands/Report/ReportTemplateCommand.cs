using System.CommandLine;

namespace Pyruse.Cli.Commands.Report;

/// <summary><c>pyruse report template</c>: what an administrator's own template begins with.</summary>
internal static class ReportTemplateCommand
{
    private enum Kind
    {
        Html,
        Text,
    }

    public static Command Create()
    {
        Argument<Kind> kind = new Argument<Kind>("form") { Description = "Which form's template.", HelpName = "html|text" }.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "html", "text");
        var command = new Command("template", "Print a form's usual template, to be changed and put into the directory that [report] template names.") { kind };
        command.SetAction(parsed =>
        {
            Console.Out.Write(parsed.GetValue(kind) == Kind.Html ? Reporting.HandlebarsForms.HtmlTemplate : Reporting.HandlebarsForms.TextTemplate);
            return ExitCode.Done;
        });
        return command;
    }
}
