using Pyruse.Core.Reports;
using Pyruse.Reporting;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Reports;

[TestFixture]
public sealed class OwnTemplateTests
{
    private TempDirectory _directory = null!;

    [SetUp]
    public void MakeDirectory() => _directory = new TempDirectory();

    [TearDown]
    public void RemoveDirectory() => _directory.Dispose();

    private HandlebarsForms Forms => new(new DirectoryInfo(_directory.Path));

    [Test]
    public void A_template_of_ones_own_takes_the_place_of_the_shipped_one()
    {
        _directory.Write("report.txt.hbs", "{{host}}: {{verdict}}\n{{#each warn.messages}}\n- {{text}} ({{count}})\n{{/each}}\n");

        Assert.That(Forms.Text(RichReport.Report), Does.StartWith("gate.example.org: 3 messages should be checked").And.Contains("\n- mail.example.org: certificate expires in 6 days (5)\n"));
        Assert.That(Forms.Html(RichReport.Report), Is.EqualTo(new HandlebarsForms().Html(RichReport.Report)), "the other one stays as shipped");
    }

    [Test]
    public void An_edited_template_counts_at_once()
    {
        HandlebarsForms forms = Forms;
        _directory.Write("report.txt.hbs", "one");
        Assert.That(forms.Text(SomeReports.Quiet), Is.EqualTo("one"));
        _directory.Write("report.txt.hbs", "two");
        Assert.That(forms.Text(SomeReports.Quiet), Is.EqualTo("two"));
    }

    [Test]
    public void The_shipped_templates_are_a_beginning_that_works()
    {
        _directory.Write("report.html.hbs", HandlebarsForms.HtmlTemplate);
        _directory.Write("report.txt.hbs", HandlebarsForms.TextTemplate);

        Assert.That(() => Forms.Check(), Throws.Nothing);
        Assert.That(Forms.Html(RichReport.Report), Is.EqualTo(new HandlebarsForms().Html(RichReport.Report)));
        Assert.That(Forms.Text(RichReport.Report), Is.EqualTo(new HandlebarsForms().Text(RichReport.Report)));
    }

    [Test]
    public void Values_are_escaped_in_it_and_harmless_even_when_it_does_not_want_that()
    {
        _directory.Write("report.html.hbs", "{{host}}|{{{host}}}");

        Assert.That(Forms.Html(SomeReports.Quiet with { Host = "<b>\u202e'" }), Is.EqualTo("&lt;b&gt;�&#39;|<b>�'"));
    }

    [TestCase("a\n{{#if alarm}\n", ":3: the template can't be used: Reached unparseable token in expression.")]
    [TestCase("a\n{{#if alarm}}\n", ": the template can't be used: Reached end of template before block expression 'if' was closed.")]
    [TestCase("{{#if alarm}}{{/each}}", ": the template can't be used: A closing element '/each' was found without a matching open element.")]
    [TestCase("a\n\n{{hots}}", ":3: the template uses \"hots\", which there is not.")]
    [TestCase("{{#each warn.messages}}\n{{message}}{{/each}}", ":2: the template uses \"message\", which there is not.")]
    [TestCase("{{#if alarm}}\n{{warn.more.foo}}\n{{/if}}", ":2: the template uses \"warn.more.foo\", which there is not.")]
    [TestCase("{{#if alarm}}\n{{warn.foo}}\n{{/if}}", ":2: the template uses \"warn.foo\", which there is not.")]
    [TestCase("{{#wrapp}}x{{/wrapp}}", ":1: the template uses \"#wrapp\", which there is not.")]
    [TestCase("{{> head}}", ": the template can't be used: Referenced partial name 'head' could not be resolved.")]
    [TestCase("{{#wrap 3}}x{{/wrap}}", ": the template can't be used: the helper \"wrap\" takes what further lines begin with, in quotes, such as {{#wrap \"  \"}}.")]
    [TestCase("{{right host}}", ": the template can't be used: the helper \"right\" takes a text and a width from 0 to 80, such as {{right name 20}}.")]
    [TestCase("{{#*inline \"p\"}}{{> p}}{{/inline}}{{> p}}", ": the template can't be used: Runtime error while rendering partial 'p', exceeded recursion depth limit of 100.")]
    public void A_template_that_cannot_be_used_is_named_with_the_reason_and_the_remedy(string template, string error)
    {
        string path = _directory.Write("report.txt.hbs", template);

        Assert.That(() => Forms.Check(), Throws.TypeOf<ReportFormException>()
            .With.Message.StartsWith(path + error)
            .And.Message.EndsWith("docs/report.md lists what a template can use; \"pyruse report template text\" prints the shipped one."));
    }

    [Test]
    public void A_template_that_cannot_be_read_is_an_error()
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, "report.html.hbs"));
        File.CreateSymbolicLink(Path.Combine(_directory.Path, "report.txt.hbs"), Path.Combine(_directory.Path, "gone"));

        Assert.That(() => Forms.Html(SomeReports.Quiet), Fails("can't be read: "));
        Assert.That(() => Forms.Text(SomeReports.Quiet), Fails("can't be read: "));
    }

    [Test]
    public void A_template_that_is_not_text_or_too_large_is_an_error()
    {
        File.WriteAllBytes(Path.Combine(_directory.Path, "report.html.hbs"), [0x61, 0xFF]);
        _directory.Write("report.txt.hbs", new string('x', 256 * 1024 + 1));

        Assert.That(() => Forms.Html(SomeReports.Quiet), Fails("is not valid UTF-8. Save it as UTF-8."));
        Assert.That(() => Forms.Text(SomeReports.Quiet), Fails("is larger than 256 KiB, the most a template may have. Shorten it."));
    }

    [Test]
    public void A_template_whose_page_never_fits_is_an_error()
    {
        _directory.Write("report.txt.hbs", "{{#each totals}}" + new string('x', 50_000) + "{{/each}}");

        Assert.That(() => Forms.Text(RichReport.Report), Fails("makes 400,000 bytes of a report even with all messages and lines left out; 262,144 are allowed. Shorten the template, or raise [report] max_kilobytes."));
    }

    [Test]
    public void A_directory_that_is_not_there_is_an_error() =>
        Assert.That(() => new HandlebarsForms(new DirectoryInfo(Path.Combine(_directory.Path, "gone"))).Check(), Fails("gone\", which [report] template names. Make it, and put report.html.hbs or report.txt.hbs in it, or take the setting out."));

    private static NUnit.Framework.Constraints.IResolveConstraint Fails(string message) => Throws.TypeOf<ReportFormException>().With.Message.Contains(message);
}
