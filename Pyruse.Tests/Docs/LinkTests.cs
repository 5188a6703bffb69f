using System.Text.RegularExpressions;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Docs;

/// <summary>Links within the documentation.</summary>
public sealed partial class LinkTests
{
    [TestCaseSource(typeof(Pages), nameof(Pages.All))]
    public void Every_relative_link_leads_to_a_file_and_a_heading(string page) => Assert.Multiple(() =>
    {
        foreach (string link in Links(page))
        {
            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0 ? page : Path.GetRelativePath(PyruseProgram.Root, Path.Combine(PyruseProgram.Root, Path.GetDirectoryName(page)!, parts[0]));
            Assert.That(Path.Exists(Path.Combine(PyruseProgram.Root, target)), Is.True, $"{page}: {link}");
            if (parts.Length > 1 && target.EndsWith(".md", StringComparison.Ordinal))
                Assert.That(Pages.Anchors(target), Does.Contain(parts[1]), $"{page}: {link}");
        }
    });

    [Test]
    public void Every_page_in_docs_is_in_the_index()
    {
        string[] linked = [.. Links("docs/README.md")];
        Assert.That(linked, Is.SupersetOf(Pages.All.Where(static page => page.StartsWith("docs/", StringComparison.Ordinal) && page != "docs/README.md").Select(static page => page[5..])));
    }

    [Test]
    public void The_test_has_seen_something() => Assert.That(Pages.All.Sum(static page => Links(page).Count()), Is.GreaterThan(150));

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(Pages.Prose(page)).Select(static match => match.Groups["target"].Value).Where(static target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    [GeneratedRegex("\\]\\((?<target>[^)\\s]+)\\)|(?:href|src)=\"(?<target>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
