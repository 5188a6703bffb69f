using Pyruse.Tests.Support;

namespace Pyruse.Tests.Configuration;

/// <summary>Everything that is wrong with a configuration is said at once: a sentence, its exact place, a remedy.</summary>
[TestFixture]
public sealed class ConfigurationErrorTests
{
    private const string Mistakes = """
            storrage = "/var/lib/pyruse"
            encoding = "klingon"
            debug = "yes"

            [email]
            form = "pyruse@example.org"
            to = "root"

            [bans]
            never = ["192.0.2.0/24", "192.0.2.256"]

            [regex]
            timeout = "1h"
            max_length = 10

            [effects]
            workers = 0

            [[source]]
            path = "/tmp/x"

            [[chain]]
            name = "SSH"
            steps = [
              { filter = "equal", field = "SYSLOG_IDENTIFIER", value = "sshd" },
              { filter = "pcre", field = "MESSAGE", reg = "x", else = "Mial" },
              { filter = "log", message = "x" },
              { action = "counterRaise", counter = 7, for = "ip", keepSeconds = "5 minutes" },
              { action = "log", message = "{ip", else = "Mail" },
              { fliter = "equals", field = "A", value = 1 },
              { filter = "in", action = "log" },
              "equals",
            ]

            [[chain]]
            name = "Mail"
            step = []
            steps = [ { action = "noop", args = 3 } ]

            [[chain]]
            steps = [ { action = "noop", then = "" } ]

            [[chain]]
            name = "Mail"
            steps = "none"

            [[chain]]
            name = "Empty"
            """;

    private static readonly string[] Sentences =
    [
        """1:1: error: There is no setting "storrage" at the top of a configuration; did you mean "storage"?""",
        """2:12: error: There is no encoding "klingon"; name one such as "iso-8859-1", "iso-8859-15", "windows-1252" or "koi8-r".""",
        """3:9: error: The setting "debug" must be true or false, but is a text.""",
        """6:1: error: The section "email" has no key "form"; did you mean "from"?""",
        """7:6: error: The key "to" of the section "email" is wrong. Expected a list, but found a text ("root").""",
        """10:26: error: The key "never" of the section "bans" is wrong. Expected a network such as "192.0.2.0/24" or an address, but found a text ("192.0.2.256").""",
        """13:11: error: The key "timeout" of [regex] must be from "1ms" to "10s".""",
        """14:14: error: The key "max_length" of [regex] is 10; it must be from 256 to 16777216.""",
        """17:11: error: The key "workers" of [effects] is 0; it must be from 1 to 64.""",
        """19:1: error: A source needs the key "type", such as type = "journal".""",
        """25:14: error: There is no filter "equal"; did you mean "equals"?""",
        """26:3: error: The filter "pcre" needs the argument "re": a regular expression.""",
        """26:41: error: The filter "pcre" has no argument "reg"; did you mean "re"?""",
        """26:59: error: There is no chain "Mial" to go to; did you mean "Mail"?""",
        """27:14: error: "log" is an action, not a filter; write action = "log".""",
        """28:40: error: The argument "counter" of the action "counterRaise" is wrong. Expected a text, but found an integer ("7").""",
        """28:69: error: The argument "keepSeconds" of the action "counterRaise" is wrong. "5 minutes" is no duration; write seconds as a number, or a text such as "90s", "10m", "1h30m" or "7d".""",
        """29:31: error: The argument "message" of the action "log" is wrong. The "{" opens a placeholder that is never closed; close it with "}", or write "{{" for a literal brace. (column 1 of the text)""",
        """29:45: error: An action has no "else": it neither passes nor fails. Take it out, or move it to the filter before.""",
        """30:3: error: A step needs one of the keys "filter" and "action"; did you mean "filter"?""",
        """31:3: error: A step is either a filter or an action, not both; make two steps of it.""",
        """32:3: error: Expected a table in the list (the steps of "SSH"), but found a text.""",
        """37:1: error: A chain has no key "step"; it has "name" and "steps".""",
        """38:37: error: "args" must be a table of arguments, but is an integer.""",
        """40:1: error: A chain needs the key "name": a text that is unique among the chains.""",
        """41:37: error: The key "then" must be a text that is not empty.""",
        """44:8: error: There is already a chain "Mail", at 36:8; give this one another name.""",
        """45:9: error: Expected a list of tables (the steps of "Mail"), but found a text.""",
        """47:1: error: A chain needs the key "steps": a list of filters and actions.""",
    ];

    [Test]
    public void All_mistakes_of_a_file_are_reported_together_each_in_its_place() =>
        Assert.That(Workflows.Problems(Mistakes).Select(static problem => problem.Replace("t.toml:", "", StringComparison.Ordinal)), Is.EqualTo(Sentences));

    [TestCase("", "t.toml: error: There is no chain, so no entry would ever be handled; add at least one.")]
    [TestCase("chain = 3", "t.toml:1:9: error: Expected a list of tables ([[chain]]), but found an integer.", "t.toml: error: There is no chain, so no entry would ever be handled; add at least one.")]
    [TestCase("actions = []", "t.toml:1:11: error: The setting \"actions\" must be a table of chains, but is a list.", "t.toml: error: There is no chain, so no entry would ever be handled; add at least one.")]
    public void A_configuration_needs_chains(string toml, params string[] expected) => Assert.That(Workflows.Problems(toml), Is.EquivalentTo(expected));

    [TestCase("zzzz = 1", "1:1: error: There is no setting \"zzzz\" at the top of a configuration; the settings are storage, encoding, 8bit-message-encoding, debug, email, report, bans, nftBan, ipsetBan, regex, plugins, effects, journal, metrics, source, chain, actions, expect, pair.")]
    [TestCase("storage = 5", "1:11: error: The setting \"storage\" must be the path of a directory, but is an integer.")]
    [TestCase("email = 'root'", "1:9: error: The setting \"email\" must be a table, but is a text.")]
    [TestCase("bans = { never = ['::1', 5] }", "1:26: error: The key \"never\" of the section \"bans\" is wrong. Expected a text, but found an integer (\"5\").")]
    [TestCase("bans = { dry_run = 1 }", "1:20: error: The key \"dry_run\" of the section \"bans\" is wrong. Expected true or false, but found an integer (\"1\").")]
    [TestCase("bans = { dryRun = true, dry_run = true }", "1:25: error: The key \"dry_run\" of the section \"bans\" is given twice, in two spellings; keep one.")]
    [TestCase("effects = { workers = 99999999999 }", "1:23: error: The key \"workers\" of the section \"effects\" is wrong. The integer 99999999999 is out of range; it must be from -2147483648 to 2147483647.")]
    [TestCase("regex = { max_lenght = 1 }", "1:11: error: The section \"regex\" has no key \"max_lenght\"; did you mean \"max_length\"?")]
    [TestCase("regex = { speed = 1 }", "1:11: error: The section \"regex\" has no key \"speed\"; it takes timeout, max_length.")]
    [TestCase("journal = { socket = '' }", "1:22: error: The key \"socket\" of the section \"journal\" is wrong. The path is empty; name a file or directory.")]
    [TestCase("source = [{ type = 'exprot', path = '-' }]", "1:20: error: There is no source \"exprot\"; did you mean \"export\"?")]
    [TestCase("source = [{ type = 'gopher' }]", "1:20: error: There is no source \"gopher\"; \"pyruse modules list\" shows all sources.")]
    [TestCase("source = [{ type = 'export' }]", "1:11: error: The source \"export\" needs the argument \"path\": the path of a file.")]
    public void A_wrong_setting_is_reported(string setting, string expected) =>
        Assert.That(Workflows.Problems($"{setting}\n{Workflows.Chain("{ action = 'noop' }")}"), Is.EqualTo(new[] { $"t.toml:{expected}" }));

    [TestCase("{ action = 'emial' }", "There is no action \"emial\"; did you mean \"email\"?")]
    [TestCase("{ action = 'action_nope' }", "There is no action \"action_nope\"; \"pyruse modules list\" shows all actions.")]
    [TestCase("{ action = 'equals', field = 'A', value = 1 }", "\"equals\" is a filter, not an action; write filter = \"equals\".")]
    [TestCase("{ action = 'noop', x = 1 }", "The action \"noop\" has no argument \"x\"; it takes none.")]
    [TestCase("{ action = 'log', message = 'x', args = { message = 'y' } }", "The argument \"message\" is given twice, beside the step's name and in \"args\"; keep one.")]
    [TestCase("{ action = 'log', message = 'x', Message = 'y' }", "The argument \"Message\" of the action \"log\" is given twice, in two spellings; keep one.")]
    [TestCase("{ act = 'log' }", "A step needs one of the keys \"filter\" and \"action\".")]
    [TestCase("{}", "A step needs one of the keys \"filter\" and \"action\".")]
    [TestCase("{ action = 5 }", "The key \"action\" must be a text that is not empty.")]
    public void A_wrong_step_is_reported(string step, string expected) => Assert.That(Workflows.ProblemOf(step), Is.EqualTo(expected));

    [TestCase("{ filter = 'EQUALS', FIELD = 'A', Value = 'x' }")]
    [TestCase("{ filter = 'filter_equals', field = 'A', value = 'x' }")]
    [TestCase("{ filter = 'Filter_Equals', args = { field = 'A', value = 'x' } }")]
    [TestCase("{ filter = 'equals', field = 'A', args = { value = 'x' } }")]
    [TestCase("{ action = 'counterRaise', counter = 'c', for = 'A', keep_seconds = 5 }")]
    public void Spelling_is_lenient_and_args_are_optional(string step) => Assert.That(Workflows.Problems(Workflows.Chain(step)), Is.Empty);
}
