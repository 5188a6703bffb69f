using Pyruse.Core.Reports;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Reports;

/// <summary>The chain that a report offers for a group discards the entries of that group, and no others.</summary>
public sealed class DiscardFilterTests
{
    [Test]
    public void It_reads_as_an_administrator_would_have_written_it() => Assert.That(
        DiscardFilter.For("systemd", "Started Session 4711 of user alice."),
        Is.EqualTo(
            """
            [[chain]]
            name = 'Discard systemd: Started Session <n> of user alice.'
            steps = [
              { filter = "equals", field = "SYSLOG_IDENTIFIER", value = 'systemd' },
              { filter = "pcre", field = "MESSAGE", re = '^Started Session [0-9.]+ of user alice\.$' },
              { action = "noop" },
            ]

            """));

    [TestCase("Started Session 4711 of user alice.", "Started Session 5 of user alice.")]
    [TestCase("it's a \"test\" of C:\\dir", "it's a \"test\" of C:\\dir")]
    [TestCase("'''\"\"\"[[chain]]\nname = 1", "'''\"\"\"[[chain]]\nname = 7")]
    [TestCase("bell \a and \u202E turned", "bell \a and \u202E turned")]
    [TestCase("{MESSAGE} (a|b)* [x] $ ^ . + ? 😀", "{MESSAGE} (a|b)* [x] $ ^ . + ? 😀")]
    public void It_discards_what_is_alike_and_nothing_else(string sample, string alike)
    {
        string toml = DiscardFilter.For("prog'ram", sample) + Workflows.Chain("{ action = \"log\", message = \"{SYSLOG_IDENTIFIER}\" }");
        WorkflowRun run = Workflows.Run(
            toml, [Entry("prog'ram", sample), Entry("prog'ram", alike), Entry("other", alike), Entry("prog'ram", "X" + alike)]);
        Assert.That(run.Messages, Is.EqualTo(new[] { "other", "prog'ram" }));
    }

    [Test]
    public void Without_an_identifier_the_message_alone_decides() =>
        Assert.That(DiscardFilter.For("", "a"), Does.Not.Contain("SYSLOG_IDENTIFIER").And.Contains("re = '^a$'"));

    private static TestEntry Entry(string identifier, string message) =>
        new(TestEntries.Start, [("SYSLOG_IDENTIFIER", System.Text.Encoding.UTF8.GetBytes(identifier)), ("MESSAGE", System.Text.Encoding.UTF8.GetBytes(message))]);
}
