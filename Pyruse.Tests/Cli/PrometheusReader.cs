using System.Globalization;
using System.Text.RegularExpressions;

namespace Pyruse.Tests.Cli;

/// <summary>Reads the text format of Prometheus, version 0.0.4, and refuses what is not in it, or against the conventions for names.</summary>
internal static partial class PrometheusReader
{
    /// <summary>Gives the value of each sample by its name with labels.</summary>
    public static Dictionary<string, double> Read(string page)
    {
        Assert.That(page, Does.EndWith("\n"));
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var families = new HashSet<string>(StringComparer.Ordinal);
        string family = "", type = "", help = "";
        foreach (string line in page.TrimEnd('\n').Split('\n'))
        {
            if (Help().Match(line) is { Success: true } helped)
            {
                help = helped.Groups[1].Value;
                Assert.That(families.Add(help), $"once: {line}");
            }
            else if (Type().Match(line) is { Success: true } typed)
            {
                (family, type) = (typed.Groups[1].Value, typed.Groups[2].Value);
                Assert.That(family, Is.EqualTo(help), $"help comes first: {line}");
                Assert.That(family.EndsWith("_total", StringComparison.Ordinal), Is.EqualTo(type == "counter"), line);
            }
            else
            {
                Match sample = Sample().Match(line);
                Assert.That(sample.Success, $"a sample: {line}");
                string name = sample.Groups["name"].Value;
                Assert.That(type == "histogram" ? Suffix().Replace(name, "") : name, Is.EqualTo(family), $"below its type: {line}");
                Assert.That(samples.TryAdd(line[..line.LastIndexOf(' ')], Number(sample.Groups["value"].Value)), $"once: {line}");
            }
        }
        return samples;
    }

    private static double Number(string text) => text == "+Inf" ? double.PositiveInfinity : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# HELP ([a-z_]+) (?:[^\\]|\\[\\n])+\.$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-z_]+) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^(?<name>[a-z_]+)(?:\{[a-z_]+="(?:[^"\\]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\]|\\["\\n])*")*\})? (?<value>\+Inf|-?[0-9.]+(?:[eE][-+]?[0-9]+)?)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
