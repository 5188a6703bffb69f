using System.Text.RegularExpressions;
using Pyruse.Core.Lint;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Lint;

/// <summary>What is delivered has no fault, and the manual of the codes is right.</summary>
[TestFixture]
public sealed partial class ShippedConfigurationTests
{
    private static IEnumerable<string> Samples =>
        Directory.GetFiles(Path.Combine(PyruseProgram.Root, "samples"), "*.toml", SearchOption.AllDirectories)
            .Concat(Directory.Exists(Path.Combine(PyruseProgram.Root, "packaging")) ? Directory.GetFiles(Path.Combine(PyruseProgram.Root, "packaging"), "pyruse.toml", SearchOption.AllDirectories) : [])
            // What lies in conf.d is read together with the file beside it.
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "conf.d"))
            .Select(static file => Path.GetRelativePath(PyruseProgram.Root, file)).Order(StringComparer.Ordinal);

    /// <summary>The examples in documents that are whole configurations for the built-in modules.</summary>
    private static IEnumerable<TestCaseData> Examples =>
        from document in Directory.GetFiles(Path.Combine(PyruseProgram.Root, "docs"), "*.md").Append(Path.Combine(PyruseProgram.Root, "README.md"))
        where Path.GetFileName(document) is not ("lint.md" or "plugins.md")
        from block in Blocks().Matches(File.ReadAllText(document)).Select(static (match, index) => (Text: match.Groups["toml"].Value, Index: index))
        where block.Text.Contains("[[chain]]", StringComparison.Ordinal)
        select new TestCaseData(block.Text).SetArgDisplayNames($"{Path.GetFileName(document)} {block.Index + 1}");

    private static IEnumerable<TestCaseData> Manual =>
        from Match match in Sections().Matches(File.ReadAllText(Path.Combine(PyruseProgram.Root, "docs", "lint.md")))
        select new TestCaseData(match.Groups["code"].Value, match.Groups["toml"].Value).SetArgDisplayNames(match.Groups["code"].Value);

    [TestCaseSource(nameof(Samples))]
    public void A_sample_has_no_fault(string file) => Assert.That(Lints.OfFile(Path.Combine(PyruseProgram.Root, file)), Is.Empty);

    [Test]
    public void There_are_samples() => Assert.That(Samples.Count(), Is.GreaterThanOrEqualTo(4));

    [TestCaseSource(nameof(Examples))]
    public void An_example_in_a_document_has_no_fault(string toml) => Assert.That(Lints.Diagnostics(toml), Is.Empty);

    [TestCaseSource(nameof(Manual))]
    public void An_example_of_a_code_has_this_fault_alone(string code, string toml) => Assert.That(Lints.Diagnostics(toml).Select(static item => item.Code), Is.EqualTo(new[] { code }));

    [Test]
    public void The_manual_has_all_codes_with_reason_and_remedy()
    {
        string text = File.ReadAllText(Path.Combine(PyruseProgram.Root, "docs", "lint.md"));
        Assert.Multiple(() =>
        {
            Assert.That(Sections().Matches(text).Select(static match => match.Groups["code"].Value), Is.EqualTo(LintCodes.All.Select(static code => code.Code)));
            foreach (LintCode code in LintCodes.All)
                Assert.That(text, Does.Contain($"| [{code}](#{code.Code.ToLowerInvariant()}) | {code.Reason} | {code.Remedy.Replace("|", "\\|", StringComparison.Ordinal)} |\n"));
        });
    }

    [GeneratedRegex("```toml\n(?<toml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex("^### (?<code>PYR[0-9]+)\n((?!^#).)*?```toml\n(?<toml>.*?)```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sections();
}
