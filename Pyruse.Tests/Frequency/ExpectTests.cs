using Pyruse.Tests.Support;

namespace Pyruse.Tests.Frequency;

/// <summary>What must happen often enough: silence is told at the moment it begins, in a replay and in a run alike.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class ExpectTests(bool isReplay)
{
    [Test]
    public void Silence_is_told_once_when_the_last_raise_leaves_the_window() => Tells(
        Expect("within = 60"), "0:a 10:a 500:", "70 silence beat any 0");

    [Test]
    public void Silence_is_told_though_no_raise_ever_comes() => Tells(Expect("within = 60"), "0: 30: 90:", "60 silence beat any 0");

    [Test]
    public void A_raise_at_the_end_of_the_window_is_in_time() => Tells(Expect("within = 60"), "0:a 60:a 119:");

    [Test]
    public void A_raise_a_microsecond_later_is_not() => Tells(
        Expect("within = 60\nrecovered = \"told\""), "0:a 60.000001:a 70:", "60 silence beat any 0", "60.000001 recovered beat any 1");

    [Test]
    public void It_is_told_again_after_recovery() => Tells(
        Expect("within = 60"), "0:a 100:a 200:", "60 silence beat any 0", "160 silence beat any 0");

    [Test]
    public void Recovery_is_told_at_the_raise_with_which_there_are_enough() => Tells(
        Expect("within = 60\nat_least = 2\nrecovered = \"told\""), "0: 100:a 150:a 159:", "60 silence beat any 0", "150 recovered beat any 2");

    [Test]
    public void Reminders_come_while_it_lasts() => Tells(
        Expect("within = 60\nremind = 100"), "0:a 300: 350:a 420:",
        "60 silence beat any 0", "160 silence beat any 0", "260 silence beat any 0", "410 silence beat any 0");

    [Test]
    public void Fewer_than_demanded_are_too_few_and_their_number_is_told() => Tells(
        Expect("within = 60\nat_least = 3"), "0:a 10:a 20:a 30:a 500:", "70 silence beat any 2");

    [Test]
    public void Each_key_of_a_list_is_awaited_by_itself_and_others_do_not_count() => Tells(
        Expect("within = 60\nfor = [\"x\", \"y\"]"), "0:a/x 0:a/y 50:a/x 50:a/z 100:", "60 silence beat y 0");

    [Test]
    public void Any_key_counts_for_all_together() => Tells(Expect("within = 60\nfor = \"any\"\nat_least = 2"), "0:a/x 50:a/y 59:a/z 61:a/x 130:", "119 silence beat any 1");

    [Test]
    public void Nothing_is_told_after_the_last_entry_since_nobody_knows_what_came_then() => Tells(Expect("within = 60"), "0:a 59:");

    [Test]
    public void A_raise_that_comes_late_counts_for_its_own_time() => Tells(Expect("within = 60"), "0:a 50: 40:a 99: 101:", "100 silence beat any 0");

    [Test]
    public void A_raise_in_a_grace_period_does_not_count() => Tells(
        Expect("within = 60") + """
            [[chain]]
            name = "reset"
            steps = [{ filter = "equals", field = "RAISE", value = "reset" }, { action = "counterReset", counter = "a", for = "OF", graceSeconds = 1000 }]
            """,
        "0:a 1:reset 50:a 100:", "60 silence beat any 0");

    [Test]
    public void Expectations_of_the_same_moment_come_in_the_order_of_the_configuration() => Tells(
        Expect("within = 60", "second") + Expect("within = 60", "first"), "0: 61:", "60 silence second any 0", "60 silence first any 0");

    [Test]
    public void Reminders_that_are_years_behind_are_left_out()
    {
        IReadOnlyList<string> told = Told(Expect("within = 60\nremind = 100"), "0:a 100000000:");
        Assert.That(told, Has.Count.InRange(1000, 1002));
        Assert.That(told[^1], Is.EqualTo("99999960 silence beat any 0"));
    }

    [Test]
    public void What_is_told_can_raise_the_counter_itself() => Tells(
        """
        [[chain]]
        name = "repair"
        steps = [{ action = "log", message = "{PYRUSE_EVENT}" }, { action = "counterRaise", counter = "a", for = "KEY" }]
        [[expect]]
        name = "beat"
        counter = "a"
        within = 60
        chain = "repair"
        recovered = "told"
        """,
        "0: 121:", "60 silence", "60 recovered beat any 1", "120 silence", "120 recovered beat any 1");

    [Test]
    public void Its_chain_is_passed_by_and_goes_on_with_the_chains_behind() => Assert.That(
        Workflows.Run(
            """
            [[chain]]
            name = "told"
            steps = [{ filter = "equals", field = "EXPECT", value = "other" }, { action = "noop" }]
            [[chain]]
            name = "rest"
            steps = [{ action = "log", message = "{PYRUSE_EVENT} {MESSAGE}" }, { action = "counterRaise", counter = "a", for = "MESSAGE" }]

            """ + Expect("within = 60"),
            [TestEntries.AtSecond(0, "MESSAGE=one"), TestEntries.AtSecond(61, "MESSAGE=two")]).Messages,
        Is.EqualTo(new[] { "- one", "silence \"beat\" is silent: 0 raises of \"a\" within 1m, expected at least 1.", "- two" }));

    private void Tells(string tables, string raises, params string[] told) => Assert.That(Told(tables, raises), Is.EqualTo(told));

    private IReadOnlyList<string> Told(string tables, string raises) => isReplay ? FrequencyRun.Replay(tables, raises) : FrequencyRun.Run(tables, raises);

    private static string Expect(string more, string name = "beat") => $"[[expect]]\nname = \"{name}\"\ncounter = \"a\"\nchain = \"told\"\n{more}\n";
}
