using System.Reflection;
using Pyruse.Core.Configuration;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Docs;

/// <summary>docs/configuration.md against the settings themselves, and the configurations in all pages.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly string[] MissingFromPieces = ["There is no password file", "No step raises a counter", "to start at"];

    private static readonly string Page = Pages.Read("docs/configuration.md");

    [TestCase("email", typeof(EmailSettings))]
    [TestCase("report", typeof(ReportSettings))]
    [TestCase("bans", typeof(BanSettings))]
    [TestCase("nftBan", typeof(NftSettings))]
    [TestCase("ipsetBan", typeof(IpsetSettings))]
    [TestCase("regex", typeof(RegexSettings))]
    [TestCase("plugins", typeof(PluginSettings))]
    [TestCase("effects", typeof(EffectSettings))]
    [TestCase("journal", typeof(JournalSettings))]
    [TestCase("metrics", typeof(MetricsSettings))]
    public void Each_key_of_a_section_has_a_row(string section, Type settings) =>
        Assert.That(Rows($"## [{section}]"), Is.EquivalentTo(Keys(settings)));

    [Test]
    public void Each_section_is_one_of_the_settings() => Assert.That(
        typeof(PyruseConfiguration).GetProperties().Where(static property => property.PropertyType.Name.EndsWith("Settings", StringComparison.Ordinal)).Select(static property => property.PropertyType),
        Is.EquivalentTo(GetType().GetMethod(nameof(Each_key_of_a_section_has_a_row))!.GetCustomAttributes<TestCaseAttribute>().Select(static test => (Type)test.Arguments[1]!)),
        "a section is missing from these tests");

    [Test]
    public void Each_key_at_the_top_is_named()
    {
        string problem = Workflows.Problems("nonsense = 1\n" + Workflows.Chain("{ action = 'noop' }"))[0];
        string[] keys = problem[(problem.LastIndexOf("settings are ", StringComparison.Ordinal) + 13)..].TrimEnd('.').Split(", ");
        Assert.That(keys, Has.Length.GreaterThan(15), "the test has seen too little");
        Assert.That(keys, Has.All.Matches<string>(static key => Page.Contains($"`{key}`", StringComparison.Ordinal) || Page.Contains($"[{key}]", StringComparison.Ordinal)));
    }

    // The page about plugins of one's own names filters that the reader is to write; the one about the lint shows what is wrong, and has tests of its own.
    [TestCaseSource(nameof(PagesWithConfigurations))]
    public void Every_configuration_in_a_page_is_right(string page)
    {
        // A page shows pieces: a chain completes them, and what else they name may be missing.
        foreach (string block in Pages.Blocks(page, "toml").Concat(Pages.IndentedTables(page)))
        {
            IEnumerable<string> problems = Workflows.Problems(block.Contains("[[chain]]", StringComparison.Ordinal) ? block : block + "\n" + Workflows.Chain("{ action = 'noop' }"))
                .Where(static problem => !MissingFromPieces.Any(missing => problem.Contains(missing, StringComparison.Ordinal)));
            Assert.That(problems, Is.Empty, $"{page}:\n{block}");
        }
    }

    [TestCaseSource(nameof(Samples))]
    public void Every_sample_is_right(string sample)
    {
        PyruseProgram.Result result = PyruseProgram.Run("check", "--config", sample);
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")), result.Output);
    }

    private static IEnumerable<string> PagesWithConfigurations() => Pages.All.Where(static page => page is not ("docs/plugins.md" or "docs/lint.md"));

    private static IEnumerable<string> Samples() => Directory.EnumerateFiles(Path.Combine(PyruseProgram.Root, "samples"), "*.toml", SearchOption.AllDirectories)
        .Where(static file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/out/", StringComparison.Ordinal) && !file.Contains("/conf.d/", StringComparison.Ordinal));

    /// <summary>The keys that a record's constructor takes, as configurations write them.</summary>
    private static IEnumerable<string> Keys(Type settings) => settings.GetConstructors().MaxBy(static constructor => constructor.GetParameters().Length)!.GetParameters()
        .Select(static parameter => string.Concat(parameter.Name!.Select(static (c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")));

    /// <summary>The keys in the table under a heading.</summary>
    private static IEnumerable<string> Rows(string heading)
    {
        int start = Page.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.That(start, Is.GreaterThanOrEqualTo(0), $"there is no heading \"{heading}\"");
        int end = Page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return [.. Page[start..(end < 0 ? Page.Length : end)].Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('`')[1])];
    }
}
