using System.Text;
using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Reporting;
using static Pyruse.Tests.Reports.SomeReports;

namespace Pyruse.Tests.Reports;

[TestFixture]
public sealed class TextFormTests
{
    private static readonly HandlebarsForms Forms = new();

    [Test]
    public void Says_that_nothing_happened() => Assert.That(Body(Forms.Text(Quiet)), Is.EqualTo("""
        = Pyruse Report

        gate.example.org, Friday, 20 November 2026
        00:00 to 24:00 (UTC+01:00)

        Nothing to check.

        == The day in numbers

        Log entries                0
        To be checked              0
        Of interest                0
        All the rest               0
        Bans made                  0
        Bans ended                 0
        Mails sent                 0
        Failed steps               0

        This is the first report: there is nothing to compare it with.

        == WARNING messages: should be checked

        Nothing.

        == Information messages: of interest

        Nothing.

        == Other log events: all the rest

        Nothing.

        == See it again

        `pyruse report show --date 2026-11-20` shows this report, with --html or
        --format json in other forms.

        """));

    [Test]
    public void Has_everything_in_order() => Assert.That(Body(Forms.Text(Small)), Is.EqualTo("""
        = Pyruse Report

        gate.example.org, Friday, 20 November 2026
        00:00 to 24:00 (UTC+01:00)

        2 messages should be checked and 1 step of the configuration failed.

        == The day in numbers

        Log entries            1,200       +20 %   (mean 1,000)
        To be checked              3          +3   (mean 0)
        Of interest                1          ±0   (mean 1)
        All the rest               2       −95 %   (mean 40)
        Bans made                  2          −1   (mean 3)
        Bans ended                 0          ±0   (mean 0)
        Mails sent                 1          ±0   (mean 1)
        Failed steps               7          +7   (mean 0)

        Changes are against the mean of the 7 reports before.

        .Log entries per hour: at most 1,000, from 01:00 on (! something to check)
        ....
        1,000 |  #
              |  #
              |  #
              |  #
              |  #
              |# #
            0 +------
               00
                 !
        ....

        == Banned addresses

        * 203.0.113.7 in 203.0.113.0/24: 2 ×, SSH brute force, Mail logins

        Networks with several of them: 203.0.113.0/24 (2)

        == Failed steps of the configuration

        * Mail logins, step 4: 7 times

        == WARNING messages: should be checked

        * Backup failed
          1 time: first 03:00:00
          2 times
        * Two lines:
            == of the log
          1 time: 03:00:00

        == Information messages: of interest

        * alice logged in
          2 times: first 08:00:00, last 09:30:15

        == Other log events: all the rest

        2 lines in 2 groups of like ones.

        * 2 × disk <n> is hot
          01:00:00 to 22:30:00, new since yesterday
          disk 1 is hot
        +
        ----
            [[chain]]
            name = "kernel: not worth a line"
            steps = [
              { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "kernel" },
              { filter = "pcre", field = "MESSAGE", re = '^disk' },
              { action = "noop" },
            ]
        ----

        All lines:

        01:00:00: disk 1 is hot
        02:00:00: a fan stopped

        == See it again

        `pyruse report show --date 2026-11-20` shows this report, with --html or
        --format json in other forms.

        """));

    [Test]
    public void Has_no_chart_without_hours() => Assert.Multiple(static () =>
    {
        Assert.That(Forms.Text(Quiet with { Hours = [] }), Does.Not.Contain("per hour"));
        Assert.That(Forms.Html(Quiet with { Hours = [] }), Does.Not.Contain("per hour"));
    });

    [Test]
    public void Is_80_columns_wide_but_for_filters()
    {
        string word = new('w', 500);
        DailyReport report = RichReport.Report with
        {
            Warn = [.. RichReport.Report.Warn, Message($"a {word} b"), Message(string.Join(' ', Enumerable.Range(0, 300)), ReportDetails.All, [.. Enumerable.Range(0, 500).Select(static n => Midnight.AddMinutes(n))])],
            FailedSteps = [new FailedStep(word, 3, 1)],
            LeftOut = new ReportLeftOut(Dropped: 12_345, Messages: 17),
        };
        bool inFilter = false;
        foreach (string line in Forms.Text(report).Split('\n'))
        {
            inFilter ^= line == "----";
            Assert.That(line, Has.Length.LessThanOrEqualTo(80).Or.Matches<string>(_ => inFilter));
        }
    }

    [Test]
    public void Log_text_does_not_look_like_a_part_of_the_report()
    {
        const string hostile = "ok\n= Pyruse Report\r\n\r\n----\r== Nothing to check\u2028* all is well\u0085\u001b[2J";
        string text = Forms.Text(Quiet with
        {
            Warn = [Message(hostile)],
            Groups = [Group(hostile, 2, sample: hostile + "!", filter: hostile)],
            Other = [new ReportOther(At(1), hostile), new ReportOther(At(2), hostile)],
            FailedSteps = [new FailedStep(hostile, 1, 1)],
        });

        Assert.That(text.Split('\n').Count(static line => line == "= Pyruse Report"), Is.EqualTo(1));
        Assert.That(text.Split('\n').Count(static line => line == "----"), Is.EqualTo(2));
        Assert.That(text.Split('\n'), Has.None.StartsWith("== Nothing").And.None.StartsWith("* all"));
        Assert.That(text, Does.Contain("    ·[2J").And.Not.Contain('\u001b').And.Not.Contain('\r').And.Not.Contain('\u2028'));
    }

    [Test]
    public void A_flood_fits()
    {
        string text = Forms.Text(Flood(100_000, 5_000));

        Assert.That(Encoding.UTF8.GetByteCount(text), Is.LessThanOrEqualTo(HandlebarsForms.DefaultMaxBytes));
        Assert.That(text.ReplaceLineEndings(" "), Does.Match("[0-9,]+ more lines and [0-9,]+ groups are not shown; `pyruse report show --date 2026-11-20 --format json` has them\\."));
    }

    private static DailyReport Small { get; } = Quiet with
    {
        Warn =
        [
            new ReportMessage("Backup failed", [Paragraph(ReportDetails.First, At(3)), Paragraph(ReportDetails.None, At(4), At(5))]),
            Message("Two lines:\n== of the log"),
        ],
        Info = [Message("alice logged in", ReportDetails.FirstLast, At(8), At(9, 30, 15))],
        Other = [new ReportOther(At(1), "disk 1 is hot"), new ReportOther(At(2), "a fan stopped")],
        Groups = [Group("disk <n> is hot", 2, "disk 1 is hot", isNew: true, filter: Filter("kernel", "^disk")), Group("a fan stopped", 1)],
        Totals = new ReportTotals(1_200, 3, 1, 2, 2, 0, 1, 7),
        Mean = new ReportMean(7, new ReportTotals(1_000, 0, 1, 40, 3, 0, 1, 0)),
        Hours = [new ReportHour(At(0), 200, 0, 0, 0), new ReportHour(At(1), 1_000, 3, 0, 0), new ReportHour(At(2), 0, 0, 0, 0)],
        Addresses = [new BannedAddress("203.0.113.7", "203.0.113.0/24", 2, ["SSH brute force", "Mail logins"])],
        Networks = [new BannedNetwork("203.0.113.0/24", 2)],
        FailedSteps = [new FailedStep("Mail logins", 4, 7)],
    };

    /// <summary>All but the line with the version, with ordinary spaces.</summary>
    private static string Body(string text) => text[..(text.TrimEnd('\n').LastIndexOf('\n') + 1)].Replace('\u00A0', ' ');
}
