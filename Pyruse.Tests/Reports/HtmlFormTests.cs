using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Reporting;
using static Pyruse.Tests.Reports.SomeReports;

namespace Pyruse.Tests.Reports;

[TestFixture]
public sealed partial class HtmlFormTests
{
    private static readonly HandlebarsForms Forms = new();

    private static IEnumerable<TestCaseData> Reports
    {
        get
        {
            yield return new TestCaseData(Quiet) { TestName = "{m}(nothing happened)" };
            yield return new TestCaseData(RichReport.Report) { TestName = "{m}(rich)" };
            yield return new TestCaseData(Flood(2_000, 100)) { TestName = "{m}(flood)" };
        }
    }

    /// <summary>What a log may hold, and how it is shown.</summary>
    private static IEnumerable<TestCaseData> HostileTexts
    {
        get
        {
            yield return Case("<script>alert(1)</script>\r\nBcc: x@y", "<script>alert(1)</script>\nBcc: x@y", "script");
            yield return Case("\" onmouseover=\"x' onclick='y", "\" onmouseover=\"x' onclick='y", "quotes");
            yield return Case("a\0b\u001b[31mc\u0080", "a·b·[31mc·", "control characters");
            yield return Case("pay\u202Eexe.txt\u2066\u200B", "pay�exe.txt��", "direction of writing");
            yield return Case("half \ud800 of a pair \udc00\uFFFE", "half � of a pair ��", "no characters");
            yield return Case("&amp; {{host}} ]]> <!--", "&amp; {{host}} ]]> <!--", "markup");

            static TestCaseData Case(string text, string shown, string name) => new(text, shown) { TestName = $"{{m}}({name})" };
        }
    }

    [TestCaseSource(nameof(Reports))]
    public void Is_well_formed_and_loads_nothing(DailyReport report)
    {
        string html = Forms.Html(report);
        XDocument page = Parse(html);

        Assert.That(page.Root!.Attribute("lang")!.Value, Is.EqualTo("en"));
        Assert.That(Elements(page, "h1").Count(), Is.EqualTo(1));
        Assert.That(Elements(page, "h2").Select(static title => title.Value), Does.Contain("WARNING messages: should be checked").And.Contain("Information messages: of interest").And.Contain("Other log events: all the rest"));
        Assert.That(page.Descendants().Select(static element => element.Name.LocalName), Has.None.AnyOf("script", "img", "link", "iframe", "object", "a", "form", "base"));
        Assert.That(page.Descendants().Attributes().Select(static attribute => attribute.Name.LocalName), Has.None.Matches<string>(static name => name is "src" or "href" or "action" || name!.StartsWith("on", StringComparison.Ordinal)));
        Assert.That(html, Does.Not.Match(@"url\(|@import|expression\("));
    }

    [Test]
    public void Says_that_nothing_happened()
    {
        XDocument page = Parse(Forms.Html(Quiet));

        Assert.That(Elements(page, "title").Single().Value, Is.EqualTo("Pyruse report of gate.example.org, 2026-11-20"));
        Assert.That(Elements(page, "h1").Single().Value, Is.EqualTo("Friday, 20 November 2026"));
        Assert.That(Classes(page, "verdict").Single().Value, Is.EqualTo("Nothing to check"));
        Assert.That(Elements(page, "p").Count(static p => p.Value == "Nothing."), Is.EqualTo(3));
        Assert.That(Classes(page, "quiet").Select(static p => p.Value), Does.Contain("This is the first report: there is nothing to compare it with."));
        Assert.That(Classes(page, "bar"), Is.Empty, "a chart of nothing");
    }

    [Test]
    public void Has_a_row_for_each_message_and_a_paragraph_for_each_kind_of_details()
    {
        XDocument page = Parse(Forms.Html(RichReport.Report));
        XElement[] rows = [.. Classes(page, "warn").Last().Descendants().Where(static row => row.Name.LocalName == "tr")];

        Assert.That(rows, Has.Length.EqualTo(3));
        Assert.That(rows[2].Elements().First().Value, Is.EqualTo("mail.example.org: certificate expires in 6 days"));
        Assert.That(rows[2].Elements().Last().Elements().Select(static paragraph => paragraph.Value), Is.EqualTo(new[] { "2 times: 06:00:00, 18:00:00", "3 times" }));
    }

    [Test]
    public void Marks_the_hours_with_warnings_and_names_their_numbers()
    {
        XDocument page = Parse(Forms.Html(RichReport.Report));
        XElement[] bars = [.. Classes(page, "bar")];

        Assert.That(bars[14].Attribute("class")!.Value, Is.EqualTo("bar alarm"));
        Assert.That(bars[14].Attribute("aria-label")!.Value, Is.EqualTo("14:00: 5,480 entries, 2 to be checked, 2 of interest, 274 other"));
        Assert.That(bars[14].Attribute("style")!.Value, Does.StartWith("height:100px;"));
        Assert.That(Elements(page, "caption").Single().Value, Is.EqualTo("Log entries per hour: at most 5,480, from 14:00 on; ! marks hours with something to check"));
    }

    [Test]
    public void Offers_the_filter_of_a_group_to_be_pasted() =>
        Assert.That(Elements(Parse(Forms.Html(RichReport.Report)), "pre").First().Value, Is.EqualTo(Filter("nginx", "^upstream timed out \\(").TrimEnd('\n')));

    [TestCaseSource(nameof(HostileTexts))]
    public void Shows_log_text_as_text(string text, string shown)
    {
        XDocument page = Parse(Forms.Html(Hostile(text)));

        // In a message, a pattern, a sample, a line, and in names.
        Assert.That(Classes(page, "message").Select(static message => message.Value), Is.All.EqualTo(shown).And.Exactly(3).Items);
        Assert.That(Elements(page, "li").First().Value, Does.Contain(shown));
        Assert.That(Elements(page, "title").Single().Value, Does.Contain(shown));
        Assert.That(Elements(page, "pre").Single().Value, Is.EqualTo(shown));
    }

    [Test]
    public void Shows_a_long_text_cut()
    {
        string word = new('w', 4_000);
        XDocument page = Parse(Forms.Html(Quiet with { Warn = [Message(word)], Groups = [Group(word, 2)], Totals = new ReportTotals(Other: 2) }));

        Assert.That(Classes(page, "message").Single().Value, Is.EqualTo(word[..2_000] + "…"));
        Assert.That(Elements(page, "code").First().Value, Is.EqualTo(word[..300] + "…"));
    }

    [Test]
    public void A_flood_of_100_000_lines_of_5_000_shapes_is_written_quickly_and_is_small()
    {
        DailyReport flood = Flood(100_000, 5_000);
        Forms.Html(Quiet); // What .NET compiles once is not what is measured.
        long start = TimeProvider.System.GetTimestamp();
        string html = Forms.Html(flood);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);

        TestContext.Out.WriteLine($"{Encoding.UTF8.GetByteCount(html):N0} bytes in {elapsed.TotalMilliseconds:N0} ms");
        Assert.That(Encoding.UTF8.GetByteCount(html), Is.LessThanOrEqualTo(HandlebarsForms.DefaultMaxBytes));
        Assert.That(elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
    }

    [TestCase(32 * 1024)]
    [TestCase(96 * 1024)]
    public void What_does_not_fit_is_left_out_and_counted(int maxBytes)
    {
        string html = new HandlebarsForms(null, maxBytes).Html(Flood(20_000, 1_000));
        XDocument page = Parse(html);

        Assert.That(Encoding.UTF8.GetByteCount(html), Is.LessThanOrEqualTo(maxBytes));
        int messages = Classes(page, "message").Count();
        int groups = Elements(page, "li").Count();
        Assert.That(page.Root!.Value, Does.Contain($"{1_000 - messages} more messages ({(1_000 - messages) * 20:N0} lines) are not shown; pyruse report show --date 2026-11-20 --format json has them."));
        Assert.That(page.Root!.Value, Does.Contain($"{20_000 - groups * 20:N0} more lines and {1_000 - groups} groups are not shown; pyruse report show --date 2026-11-20 --format json has them."));
    }

    [Test]
    public void The_least_size_has_room_for_any_head()
    {
        string word = new('"', 4_000);
        DailyReport report = Flood(20_000, 1_000) with
        {
            Host = word,
            Hours = [.. Enumerable.Range(0, 25).Select(n => new ReportHour(At(n), long.MaxValue / 1_000, long.MaxValue / 1_000, long.MaxValue / 1_000, long.MaxValue / 1_000))],
            Addresses = [.. Enumerable.Repeat(new BannedAddress(word, word + ".", long.MaxValue, [.. Enumerable.Repeat(word, 3)]), 20)],
            Networks = [.. Enumerable.Repeat(new BannedNetwork(word, 3), 20)],
        };

        Assert.That(() => new HandlebarsForms(null, HandlebarsForms.LeastMaxBytes).Html(report), Throws.Nothing);
        Assert.That(() => new HandlebarsForms(null, HandlebarsForms.LeastMaxBytes - 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static DailyReport Hostile(string text) => Quiet with
    {
        Host = text,
        Warn = [Message(text)],
        Info = [Message(text, ReportDetails.None)],
        Groups = [Group(text, 1, isNew: true, filter: text)],
        Other = [new ReportOther(At(1), text)],
        Addresses = [new BannedAddress(text, text, 1, [text])],
        Networks = [new BannedNetwork(text, 2)],
        FailedSteps = [new FailedStep(text, 1, 1)],
        Mean = new ReportMean(1, new ReportTotals()),
        Totals = new ReportTotals(Warn: 1, Info: 1, Other: 1),
    };

    private static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, CheckCharacters = true });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static IEnumerable<XElement> Elements(XDocument page, string name) => page.Descendants().Where(element => element.Name.LocalName == name);

    private static IEnumerable<XElement> Classes(XDocument page, string name) =>
        page.Descendants().Where(element => Space().Split(element.Attribute("class")?.Value ?? "").Contains(name));

    [GeneratedRegex(" +", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
