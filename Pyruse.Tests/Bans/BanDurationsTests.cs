using Pyruse.Core.Bans;

namespace Pyruse.Tests.Bans;

public sealed class BanDurationsTests
{
    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    private static readonly BanDurations Growing = new([.. new[] { 600, 3600, 86_400, 0 }.Select(static seconds => TimeSpan.FromSeconds(seconds))]);

    // The earlier ban's length (0: for ever), how long after its beginning the address is banned again, the length that follows.
    [TestCase(600, 601, 3600)]
    [TestCase(600, 600, 3600)]
    [TestCase(600, 599, 600)]
    [TestCase(600, 0, 600)]
    [TestCase(3600, 4000, 86_400)]
    [TestCase(86_400, 90_000, 0)]
    [TestCase(0, 1_000_000_000, 0)]
    [TestCase(500, 501, 600)]
    [TestCase(700, 701, 3600)]
    [TestCase(100_000, 100_001, 0)]
    [TestCase(600, 600 + (30 * 86_400) - 1, 3600)]
    [TestCase(600, 600 + (30 * 86_400), 600)]
    public void The_next_ban_is_the_next_longer_one(long earlier, long later, long expected)
    {
        const long Since = 1_000 * Second;
        TimeSpan? next = Growing.After(Since, earlier == 0 ? long.MaxValue : Since + (earlier * Second), Since + (later * Second), TimeSpan.FromDays(30));
        Assert.That(next, Is.EqualTo(expected == 0 ? null : TimeSpan.FromSeconds(expected)));
    }

    [Test]
    public void The_last_length_stays() => Assert.That(
        new BanDurations(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)).After(0, 120 * Second, 121 * Second, TimeSpan.FromTicks(Day)), Is.EqualTo(TimeSpan.FromMinutes(2)));

    [Test]
    public void Lengths_that_do_not_grow_are_refused() => Assert.That(
        () => new BanDurations(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)),
        Throws.ArgumentException.With.Message.EqualTo(
            "The durations do not grow: number 2 is not longer than the one before it. Write them from short to long, such as [600, 3600, 86400, 0]; 0 is for ever and comes last."));

    [Test]
    public void No_length_is_refused() => Assert.That(() => new BanDurations(), Throws.ArgumentException);
}
