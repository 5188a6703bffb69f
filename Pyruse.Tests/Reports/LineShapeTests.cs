using Pyruse.Core.Patterns;
using Pyruse.Core.Reports;

namespace Pyruse.Tests.Reports;

/// <summary>Lines are alike when they differ in numbers, addresses, times and ids alone.</summary>
public sealed class LineShapeTests
{
    [TestCase("Started Session 4711 of user alice.", "Started Session <n> of user alice.")]
    [TestCase("Failed password for root from 203.0.113.7 port 50022 ssh2", "Failed password for root from <ip> port <n> ssh<n>")]
    [TestCase("from 2001:db8::1, via fe80::1:2 and ::1", "from <ip>, via <ip> and <ip>")]
    [TestCase("::ffff:192.0.2.1 says hello", "<ip> says hello")]
    [TestCase("run 0b5a7c1e-39ad-4a51-9d2c-1f2a3b4c5d6e done", "run <uuid> done")]
    [TestCase("MAC 52:54:00:12:34:56 seen at 12:34:56.789", "MAC <mac> seen at <time>")]
    [TestCase("commit 9fceb02d0ae598e95dc970b74767f19372d61af8 at 0x7ffe12", "commit <hex> at <hex>")]
    [TestCase("queue 4XgT2b1kQzz0: removed", "queue <id>: removed")]
    [TestCase("took 12.5 ms, version 1.2.3, eth0", "took <n> ms, version <n>, eth<n>")]
    [TestCase("decade facade 10:20", "decade facade <n>:<n>")]
    [TestCase("std::string Foo::Bar x::y", "std::string Foo::Bar x::y", Description = "Names of C++ are no addresses.")]
    [TestCase("", "")]
    [TestCase("naïve 😀 text", "naïve 😀 text")]
    public void What_differs_is_marked(string line, string shape) => Assert.That(LineShape.Of(line), Is.EqualTo(shape));

    [Test]
    public void The_pattern_of_a_line_is_found_in_every_line_of_the_same_shape()
    {
        string[] words =
        [
            "a", "1", "22", "3.14", "10.0.0.1", "2001:db8::7", "::1", "12:34:56", "1:02:03.5", "deadbeef12", "cafe4711", "0xff", "4XgT2b1kQzz0", "52:54:00:12:34:56",
            "0b5a7c1e-39ad-4a51-9d2c-1f2a3b4c5d6e", "(", ")", "[x]", "$", "^", "\\", "*", "?", "{2}", "|", "+", "\"", "'", "\n", "é", "-", "_", "://", ". ", " ",
        ];
        var random = new Random(1);
        var samples = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < 20_000; i++)
        {
            string line = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => words[random.Next(words.Length)] + (random.Next(3) == 0 ? "" : " ")));
            string shape = LineShape.Of(line);
            if (!samples.TryGetValue(shape, out string? sample))
                samples.Add(shape, sample = line);
            LogPattern pattern = LogPattern.Parse(LineShape.PatternOf(sample), LogPatternOptions.Default);
            Assert.That(pattern.IsMatch(line), $"{sample} / {line}");
        }
        Assert.That(samples, Has.Count.LessThan(15_000), "some lines were alike");
    }

    [Test]
    public void Of_a_long_line_the_beginning_counts() => Assert.Multiple(static () =>
    {
        string head = new('x', 600);
        Assert.That(LineShape.Of(head + "1"), Is.EqualTo(LineShape.Of(head + " something else")));
        Assert.That(LineShape.PatternOf(head), Does.Not.EndWith("$"));
    });

    [TestCase("f", 100_000)]
    [TestCase("1", 100_000)]
    [TestCase("1:", 100_000)]
    [TestCase("a1", 100_000)]
    [TestCase("1.", 100_000)]
    [CancelAfter(5000)]
    public void No_line_takes_long(string unit, int times, CancellationToken cancellationToken) =>
        Assert.That(LineShape.Of(string.Concat(Enumerable.Repeat(unit, times))).Length, Is.LessThan(3000), $"{cancellationToken.IsCancellationRequested}");
}
