using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Reporting;
using static Pyruse.Tests.Reports.SomeReports;

namespace Pyruse.Tests.Reports;

/// <summary>The HTML form in a real browser. With PYRUSE_SCREENSHOTS=DIR its pictures are kept there.</summary>
[TestFixture]
[NonParallelizable]
public sealed class PageTests
{
    private const int PictureHeight = 6_000;

    /// <summary>Elements that reach out of the window.</summary>
    private const string Overflowing = """
        [document.documentElement, ...document.querySelectorAll('body *')]
          .filter(e => e.scrollWidth > innerWidth || e.getBoundingClientRect().right > innerWidth + 0.5)
          .map(e => e.tagName + '.' + e.className + ': ' + e.scrollWidth)
        """;

    /// <summary>Texts with less contrast than WCAG 2.1 asks for (4.5:1), by the formulas of its glossary.</summary>
    private const string Faint = """
        (() => {
          const parse = c => c.match(/[\d.]+/g).map(Number);
          const light = c => parse(c).slice(0, 3).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = e => { while (e) { const c = getComputedStyle(e).backgroundColor; if ((parse(c)[3] ?? 1) > 0) return c; e = e.parentElement; } return 'rgb(255,255,255)'; };
          const faint = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let seen = 0; walker.nextNode(); seen++) {
            const e = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim()) continue;
            const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) faint.add(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2));
          }
          return [...faint];
        })()
        """;

    private Chromium _browser = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        _browser = await Chromium.StartAsync(limit.Token);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task It_fits_and_can_be_read([Values(375, 1280)] int width, [Values] bool dark, CancellationToken cancellationToken)
    {
        await _browser.OpenAsync(new HandlebarsForms().Html(RichReport.Report), width, dark, cancellationToken);

        Assert.That(await _browser.EvaluateAsync<string[]>(Overflowing, cancellationToken), Is.Empty);
        Assert.That(await _browser.EvaluateAsync<string[]>(Faint, cancellationToken), Is.Empty);
        Assert.That(await _browser.EvaluateAsync<string>("getComputedStyle(document.querySelector('.page')).backgroundColor", cancellationToken), Is.EqualTo(dark ? "rgb(18, 22, 27)" : "rgb(243, 245, 247)"));
        await KeepAsync($"report-{(dark ? "dark" : "light")}-{width}.png", width, cancellationToken);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Nothing_is_too_long_for_it([Values(375, 1280)] int width, [Values] bool styled, CancellationToken cancellationToken)
    {
        string word = new('w', 4_000);
        string html = new HandlebarsForms().Html(RichReport.Report with
        {
            Host = word,
            Warn = [Message(word, ReportDetails.All, [.. Enumerable.Range(0, 5_000).Select(static n => Midnight.AddSeconds(n))])],
            Info = [Message(string.Join(' ', Enumerable.Repeat("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", 40)))],
            Groups = [Group(word, 1_000_000_000, word + "!", isNew: true, filter: Filter(word, "^x"))],
            Addresses = [new BannedAddress("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8:ffff::/48", 123_456_789, [word, word])],
            Networks = [new BannedNetwork("2001:db8:ffff::/48", 123_456_789)],
            FailedSteps = [new FailedStep(word, 3, 123_456_789)],
            Totals = new ReportTotals(long.MaxValue, 123_456_789_012, 1, 1_000_000_000),
        });
        await _browser.OpenAsync(styled ? html : WithoutStyle(html), width, dark: false, cancellationToken);

        // Opened, so that the filters count.
        await _browser.EvaluateAsync<int>("document.querySelectorAll('details').forEach(d => d.open = true), 0", cancellationToken);
        Assert.That(await _browser.EvaluateAsync<string[]>(Overflowing, cancellationToken), Is.Empty);
        await KeepAsync($"long-{width}-{styled}.png", width, cancellationToken);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Log_text_is_text_for_it(CancellationToken cancellationToken)
    {
        const string hostile = "<script>document.title = 'run'</script><img src=x onerror=\"document.title='run'\">\r\nBcc: x@y";
        await _browser.OpenAsync(new HandlebarsForms().Html(Quiet with { Host = hostile, Warn = [Message(hostile)], Groups = [Group(hostile, 2)], Totals = new ReportTotals(Other: 2) }), 375, dark: false, cancellationToken);

        Assert.That(await _browser.EvaluateAsync<string>("document.title", cancellationToken), Does.StartWith("Pyruse report of <script>"));
        Assert.That(await _browser.EvaluateAsync<int>("document.querySelectorAll('script, img, link, iframe, object').length", cancellationToken), Is.Zero);
        Assert.That(await _browser.EvaluateAsync<string>("document.querySelector('td.message').textContent", cancellationToken), Is.EqualTo(hostile.ReplaceLineEndings("\n")));
    }

    private static string WithoutStyle(string html) => html[..html.IndexOf("<style>", StringComparison.Ordinal)] + html[html.IndexOf("</head>", StringComparison.Ordinal)..];

    private async Task KeepAsync(string name, int width, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("PYRUSE_SCREENSHOTS") is not { Length: > 0 } directory)
            return;
        int height = await _browser.EvaluateAsync<int>("document.documentElement.scrollHeight", cancellationToken);
        byte[] picture = await _browser.PictureAsync(width, Math.Min(height, PictureHeight), cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(directory, name), picture, cancellationToken);
    }
}
