using System.Globalization;
using System.Text.RegularExpressions;
using HandlebarsDotNet.Compiler;
using Pyruse.Core.Reports;

namespace Pyruse.Reporting;

/// <summary>Turns what the template library throws into sentences for whoever wrote the template.</summary>
internal static partial class FormErrors
{
    /// <summary>Does something with a template of the administrator's.</summary>
    /// <exception cref="ReportFormException">It failed.</exception>
    public static T Told<T>(FormTemplate template, Func<T> action)
    {
        try
        {
            return action();
        }
        // The library throws many types, its own and the framework's; whatever a file makes it throw is that file's fault. Not so with a shipped template.
        catch (Exception e) when (template.Path is not null && e is not (OutOfMemoryException or ReportFormException))
        {
            throw new ReportFormException(Sentence(template, e), e);
        }
    }

    private static string Sentence(FormTemplate template, Exception error)
    {
        string remedy = $"docs/report.md lists what a template can use; \"pyruse report template {(template.Name == FormTemplate.HtmlName ? "html" : "text")}\" prints the shipped one.";
        if (error is HandlebarsUndefinedBindingException unknown)
            return $"{template.Path}{Line(LineOf(template.Source, unknown.MissingKey))}: the template uses \"{unknown.Path}\", which there is not. {remedy}";
        Match place = Place().Match(error.Message);
        string line = place.Success ? Line(int.Parse(place.Groups["line"].ValueSpan, CultureInfo.InvariantCulture) + 1) : "";
        string what = Place().Replace(error.Message, "").Trim().TrimEnd('.', ':');
        return $"{template.Path}{line}: the template can't be used: {what}. {remedy}";
    }

    private static string Line(int? line) => line is { } known ? $":{known}" : "";

    /// <summary>The line of the first expression that holds a name.</summary>
    private static int? LineOf(string source, string name)
    {
        foreach (ValueMatch expression in Expression().EnumerateMatches(source))
        {
            if (HasWord(source.AsSpan(expression.Index, expression.Length), name.TrimStart('#')))
                return source.AsSpan(0, expression.Index).Count('\n') + 1;
        }
        return null;
    }

    private static bool HasWord(ReadOnlySpan<char> expression, string word)
    {
        foreach (ValueMatch match in Word().EnumerateMatches(expression))
        {
            if (expression.Slice(match.Index, match.Length).SequenceEqual(word))
                return true;
        }
        return false;
    }

    [GeneratedRegex(@"\{\{[^}]*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex(@"[\w-]+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    /// <summary>Where the library's parser says an error is; it counts lines from 0.</summary>
    [GeneratedRegex(@"\s*Occured at: (?<line>[0-9]{1,6}):[0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
