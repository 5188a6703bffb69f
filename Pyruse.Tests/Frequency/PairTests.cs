namespace Pyruse.Tests.Frequency;

/// <summary>What must follow upon what, for the same key.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class PairTests(bool isReplay)
{
    private const string Both = "chain = \"told\"\nmet = \"told\"";

    [Test]
    public void The_second_in_time_is_met_when_it_comes() => Tells(Pair(Both), "0:a/x 10:b/x 100:", "10 met pair x");

    [Test]
    public void Otherwise_absence_is_told_when_the_time_is_over() => Tells(Pair(Both), "0:a/x 100:", "60 absence pair x");

    [Test]
    public void At_the_last_moment_it_is_in_time() => Tells(Pair(Both), "0:a/x 60:b/x 100:", "60 met pair x");

    [Test]
    public void A_microsecond_later_it_is_not_and_is_told_of_no_more() => Tells(Pair(Both), "0:a/x 60.000001:b/x 100:", "60 absence pair x");

    [Test]
    public void In_the_same_moment_the_order_of_the_entries_decides() => Tells(Pair(Both), "0:a/x 0:b/x 5:b/y 5:a/y 100:", "0 met pair x", "65 absence pair y");

    [Test]
    public void Each_key_is_by_itself() => Tells(Pair(Both), "0:a/x 1:a/y 2:b/y 100:", "2 met pair y", "60 absence pair x");

    [Test]
    public void While_it_is_open_further_ones_change_nothing() => Tells(Pair(Both), "0:a/x 50:a/x 70:b/x 100:", "60 absence pair x");

    [Test]
    public void Afterwards_it_opens_anew() => Tells(Pair(Both), "0:a/x 10:b/x 20:a/x 100:", "10 met pair x", "80 absence pair x");

    [Test]
    public void The_second_alone_is_nothing() => Tells(Pair(Both), "0:b/x 100:");

    [TestCase("chain = \"told\"", "60 absence pair y")]
    [TestCase("met = \"told\"", "10 met pair x")]
    public void Only_what_is_asked_for_is_told(string asked, string told) => Tells(Pair(asked), "0:a/x 0:a/y 10:b/x 100:", told);

    [Test]
    public void Upon_each_raise_another_may_be_demanded() => Tells(
        Pair("chain = \"told\"", "a", "a"), "0:a/x 50:a/x 100:a/x 200:a/x 300:", "160 absence pair x", "260 absence pair x");

    [Test]
    public void A_loop_without_time_ends() => Tells(
        """
        [[chain]]
        name = "again"
        steps = [{ action = "counterRaise", counter = "a", for = "KEY" }]
        """ + "\n" + Pair("met = \"again\"", "a", "a") + Pair(Both).Replace("\"pair\"", "\"other\"", StringComparison.Ordinal), "0:a/x 1:a/x 100:", "60 absence other x");

    private void Tells(string tables, string raises, params string[] told) =>
        Assert.That(isReplay ? FrequencyRun.Replay(tables, raises) : FrequencyRun.Run(tables, raises), Is.EqualTo(told));

    private static string Pair(string more, string first = "a", string then = "b") => $"[[pair]]\nname = \"pair\"\nfirst = \"{first}\"\nthen = \"{then}\"\nwithin = 60\n{more}\n";
}
