using System.Globalization;
using System.Text;
using Pyruse.Core.Templates;

namespace Pyruse.Tests.Templates;

public sealed class RecordedFormatTests
{
    private const int ReportedDifferences = 10;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    [Test]
    public void Text_is_formatted_as_CPython_does() =>
        Compare("text", static row => Format(row, static (spec, output, value) => spec.AppendText(output, value)));

    [Test]
    public void Integers_are_formatted_as_CPython_does() =>
        Compare("integer", static row => Format(row, static (spec, output, value) => spec.AppendInteger(output, long.Parse(value, Invariant))));

    [Test]
    public void Reals_are_formatted_as_CPython_does() =>
        Compare("real", static row => Format(row, static (spec, output, value) => spec.AppendReal(output, double.Parse(value, Invariant))));

    [Test]
    public void Times_are_formatted_as_CPython_does() =>
        Compare("time", static row => Format(row, static (spec, output, value) => spec.AppendTime(output, DateTimeOffset.Parse(value, Invariant))));

    [Test]
    public void Text_is_quoted_as_CPython_does() =>
        Compare("repr", static row => Written(output => PythonRepr.Append(output, row.Value)));

    [Test]
    public void Bytes_are_quoted_as_CPython_does() =>
        Compare("bytes", static row => Written(output => PythonRepr.Append(output, Convert.FromHexString(row.Value))));

    private static string? Format(RecordedFormat row, Action<FormatSpec, StringBuilder, string> append)
    {
        try
        {
            var spec = FormatSpec.Parse(row.Spec);
            return Written(output => append(spec, output, row.Value));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Written(Action<StringBuilder> append)
    {
        var output = new StringBuilder();
        append(output);
        return output.ToString();
    }

    private static void Compare(string kind, Func<RecordedFormat, string?> format)
    {
        var compared = 0;
        var differences = new List<string>();
        foreach (var row in RecordedFormats.Read(kind))
        {
            compared++;
            var actual = format(row);
            if (actual != row.Result)
                differences.Add($"{row.Value} with \"{row.Spec}\": CPython {Show(row.Result)}, Pyruse {Show(actual)}");
        }

        Assert.Multiple(() =>
        {
            Assert.That(compared, Is.GreaterThan(250), "compared results");
            Assert.That(differences, Is.Empty, string.Join('\n', differences.Take(ReportedDifferences)));
        });
    }

    private static string Show(string? result) => result is null ? "refuses" : $"\"{result}\"";
}
