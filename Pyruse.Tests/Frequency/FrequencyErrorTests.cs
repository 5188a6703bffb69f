using Pyruse.Core.Configuration;
using Pyruse.Tests.Embedding;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Frequency;

/// <summary>What can be wrong with <c>[[expect]]</c> and <c>[[pair]]</c> is said with its place and a remedy.</summary>
public sealed class FrequencyErrorTests
{
    private const string Right = """
        [[expect]]
        name = "beat"
        counter = "a"
        for = ["x", "y"]
        at_least = 2
        within = "1h30m"
        chain = "told"
        recovered = "told"
        remind = "1d"
        [[pair]]
        name = "pair"
        first = "a"
        then = "b"
        within = 90
        chain = "told"

        """;

    [Test]
    public void What_is_right_is_taken() => Assert.That(Problems(Right), Is.Empty);

    [TestCase("counter = \"a\"", "counter = \"aa\"", "3:11: error: No step raises a counter \"aa\"; did you mean \"a\"?")]
    [TestCase("counter = \"a\"", "counter = \"backup done\"", "3:11: error: No step raises a counter \"backup done\"; add one such as { action = \"counterRaise\", counter = \"backup done\", for = \"FIELD\" }.")]
    [TestCase("counter = \"a\"", "", "1:1: error: The [[expect]] \"beat\" needs the key \"counter\": a text.")]
    [TestCase("within = \"1h30m\"", "", "1:1: error: The [[expect]] \"beat\" needs the key \"within\": a duration such as 300 (seconds) or \"5m\".")]
    [TestCase("within = \"1h30m\"", "within = \"an hour\"",
        "6:10: error: The key \"within\" of the [[expect]] \"beat\" is wrong. \"an hour\" is no duration; write seconds as a number, or a text such as \"90s\", \"10m\", \"1h30m\" or \"7d\".")]
    [TestCase("within = \"1h30m\"", "within = 0", "1:1: error: The [[expect]] \"beat\" has no time: \"within\" must be \"1ms\" or more, such as \"1h\".")]
    [TestCase("remind = \"1d\"", "remind = \"100ms\"", "1:1: error: The [[expect]] \"beat\" reminds every 100ms, which is too often; write \"1s\" or more, or leave \"remind\" out.")]
    [TestCase("at_least = 2", "atleast = 2\nat_lest = 5", "6:1: error: The [[expect]] \"beat\" has no key \"at_lest\"; did you mean \"at_least\"?")]
    [TestCase("at_least = 2", "at_least = 0", "1:1: error: The [[expect]] \"beat\" demands at least 0 raises; it must be from 1 to 10000.")]
    [TestCase("chain = \"told\"\nrecovered", "chain = \"tolt\"\nrecovered", "7:9: error: There is no chain \"tolt\" to start at; did you mean \"told\"?")]
    [TestCase("recovered = \"told\"", "recovered = \"all well\"", "8:13: error: There is no chain \"all well\" to start at.")]
    [TestCase("for = [\"x\", \"y\"]", "for = \"x\"", "4:7: error: The key \"for\" of [[expect]] is either \"any\" or a list of keys; write [\"x\"] for that one alone.")]
    [TestCase("for = [\"x\", \"y\"]", "for = []", "1:1: error: The [[expect]] \"beat\" waits for no key: the list \"for\" is empty. Name the keys, or leave \"for\" out, so that any key counts.")]
    [TestCase("for = [\"x\", \"y\"]", "for = [\"x\", \"x\"]", "1:1: error: The [[expect]] \"beat\" names the key \"x\" twice; once is enough.")]
    [TestCase("for = [\"x\", \"y\"]", "for = [\"x\", \"\"]", "1:1: error: The [[expect]] \"beat\" waits for an empty key; no counter is raised for one.")]
    [TestCase("name = \"beat\"", "name = \"\"", "1:1: error: The name of this [[expect]] is empty; give it one, because its state is kept by it.")]
    [TestCase("first = \"a\"", "frist = \"a\"", "10:1: error: The [[pair]] \"pair\" needs the key \"first\": a text.", "12:1: error: The [[pair]] \"pair\" has no key \"frist\"; did you mean \"first\"?")]
    [TestCase("within = 90\nchain = \"told\"", "within = 90", "10:1: error: The [[pair]] \"pair\" tells nobody; it needs one of \"chain\" (when the second does not come in time) and \"met\" (when it does), or both.")]
    [TestCase("within = 90", "within = -1", "14:10: error: The key \"within\" of the [[pair]] \"pair\" is wrong. -1 seconds are no usable duration; give a number from 0 to 3162240000.")]
    [TestCase("then = \"b\"", "then = \"b\"\nmet = \"tod\"", "14:7: error: There is no chain \"tod\" to start at; did you mean \"told\"?")]
    public void What_is_wrong_is_said(string right, string wrong, params string[] said) =>
        Assert.That(Problems(Right.Replace(right, wrong, StringComparison.Ordinal)), Is.EqualTo(said.Select(static line => $"t.toml:{line}")));

    [Test]
    public void Names_are_unique() => Assert.That(
        Problems(Right + Right).Where(static line => line.Contains("two", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "t.toml:16:1: error: There are two [[expect]] named \"beat\", the first at t.toml:1:1; give one another name, because their state is kept by it.",
            "t.toml:25:1: error: There are two [[pair]] named \"pair\", the first at t.toml:10:1; give one another name, because their state is kept by it.",
        }));

    [Test]
    public void A_table_that_is_none_is_an_error() => Assert.That(
        Problems("expect = 1\n"), Is.EqualTo(new[] { "t.toml:1:10: error: Expected a list of tables ([[expect]]), but found an integer." }));

    [Test]
    public void Where_modules_may_raise_counters_by_themselves_an_unknown_one_is_no_error() => Assert.That(
        async () => await Embedded.Builder()
            .AddChain("told", static chain => chain.Action("log", ("message", "{PYRUSE_EVENT}")))
            .AddChain("own", static chain => chain.Action(static (_, services) => services.Counters.Raise("own", "k", null)))
            .AddExpect("own", "own", TimeSpan.FromHours(1), "told").RunAsync("a"),
        Is.Empty);

    [Test]
    public void In_code_the_same_is_checked() => Assert.That(
        () => Embedded.Builder().LogAll().AddExpect("x", "nothing", TimeSpan.Zero, "nowhere").AddPair("y", "a", "b", TimeSpan.FromSeconds(1)).Build(),
        Throws.TypeOf<PyruseConfigurationException>().With.Message.Contains("There is no chain \"nowhere\" to start at").And.Message.Contains("\"within\" must be").And.Message.Contains("tells nobody"));

    [Test]
    public void Parts_of_a_configuration_are_added_up()
    {
        using var directory = new TempDirectory();
        string file = directory.Write("p.toml", FrequencyRun.Chains + Right);
        directory.Write("conf.d/more.toml", Right.Replace("name = \"", "name = \"more ", StringComparison.Ordinal));
        PyruseConfiguration configuration = ConfigurationFile.Read(file, new DiagnosticBag())!;
        Assert.That(configuration.Expects.Select(static expect => expect.Name).Concat(configuration.Pairs.Select(static pair => pair.Name)), Is.EqualTo(new[] { "beat", "more beat", "pair", "more pair" }));
    }

    private static IReadOnlyList<string> Problems(string tables) => Workflows.Problems(tables + FrequencyRun.Chains);
}
