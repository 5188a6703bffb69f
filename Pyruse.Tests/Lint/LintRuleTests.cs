using Pyruse.Core.Lint;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Lint;

/// <summary>Each rule finds its fault, and is silent about what only looks like one.</summary>
[TestFixture]
public sealed class LintRuleTests
{
    /// <summary>A configuration with all that a rule could stumble over, and nothing wrong.</summary>
    private const string Sound = """
        [bans]
        never = ["192.0.2.0/24"]

        [[chain]]
        name = "SSH"
        steps = [
          { filter = "equals", field = "_SYSTEMD_UNIT", value = "ssh.service" },
          { filter = "pcreAny", field = "MESSAGE", re = ['^Failed password for (?:invalid user )?(?P<user>.*) from (?P<ip>[^ ]*) port [0-9]+ ssh2$', '^Invalid user (?P<user>.*) from (?P<ip>[^ ]*) port [0-9]+$'], else = "SSH login" },
          { filter = "userExists", field = "user", else = "Count" },
          { action = "email", message = "{user} from {ip} at {__REALTIME_TIMESTAMP:%H:%M}", then = "Count" },
        ]

        [[chain]]
        name = "SSH login"
        steps = [
          { filter = "pcre", field = "MESSAGE", re = '^Accepted (\\S+) for (\\S+) from (\\S+) port ', save = ["method", "user", "ip"] },
          { action = "counterReset", counter = "ssh", for = "ip", graceSeconds = "5m" },
          { action = "dailyReport", level = "INFO", message = "{user} by {method}" },
        ]

        [[chain]]
        name = "Count"
        steps = [
          { action = "counterRaise", counter = "ssh", for = "ip", save = "n" },
          { filter = "greaterOrEquals", field = "n", value = 6, else = "Discard" },
          { action = "nftBan", IP = "ip", banSeconds = "1d", nftSetIPv4 = "inet pyruse ssh4", nftSetIPv6 = "inet pyruse ssh6" },
        ]

        [[chain]]
        name = "Quiet"
        steps = [
          { filter = "in", field = "SYSLOG_IDENTIFIER", values = ["CRON", "systemd"] },
          { filter = "greaterOrEquals", field = "PRIORITY", value = 5, then = "Discard" },
        ]

        [[chain]]
        name = "systemd"
        steps = [
          { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "systemd" },
          { action = "dailyReport", level = "WARN", message = "{UNIT|_SYSTEMD_UNIT}: {MESSAGE}" },
        ]

        [[chain]]
        name = "Discard"
        steps = [{ action = "noop" }]

        [[chain]]
        name = "Everything else"
        steps = [{ action = "dailyReport", level = "OTHER", message = "[{PRIORITY}/{SYSLOG_IDENTIFIER}] {MY_OWN_FIELD} {MESSAGE}" }]
        """;

    [Test]
    public void Nothing_is_said_of_what_is_right() => Assert.That(Lints.Diagnostics(Sound), Is.Empty);

    [TestCase("value = \"ssh.service\"", "value = \"ssh.service\", else = \"Quiet\"", "", TestName = "A head that sends the others on is fine")]
    [TestCase("field = \"_SYSTEMD_UNIT\", value = \"ssh.service\"", "field = \"SYSLOG_IDENTIFIER\", value = \"sshd\"", "PYR301", TestName = "Whoever writes as sshd bans")]
    [TestCase("field = \"_SYSTEMD_UNIT\", value = \"ssh.service\"", "field = \"_HOSTNAME\", value = \"gate\"", "PYR301", TestName = "The host tells nothing of the writer")]
    [TestCase("field = \"_SYSTEMD_UNIT\", value = \"ssh.service\"", "field = \"_TRANSPORT\", value = \"syslog\"", "PYR301", TestName = "Anybody can use the syslog socket")]
    [TestCase("field = \"_SYSTEMD_UNIT\", value = \"ssh.service\"", "field = \"_TRANSPORT\", value = \"audit\"", "", TestName = "Nobody writes as the audit system")]
    [TestCase("field = \"_SYSTEMD_UNIT\", value = \"ssh.service\"", "field = \"_COMM\", value = \"sshd\"", "", TestName = "The name of the process is better than nothing")]
    [TestCase("field = \"_SYSTEMD_UNIT\", value = \"ssh.service\"", "field = \"_SYSTEMD_UNT\", value = \"ssh.service\"", "PYR204", TestName = "A trusted field with a letter missing")]
    [TestCase("never = [\"192.0.2.0/24\"]", "", "PYR303", TestName = "No network is spared")]
    [TestCase("never = [\"192.0.2.0/24\"]", "never = []", "PYR303", TestName = "Not even loopback is spared")]
    [TestCase("inet pyruse ssh6", "inet pyruse ssh4", "PYR304", TestName = "One set for both families")]
    [TestCase("(?P<user>.*) from (?P<ip>[^ ]*) port [0-9]+ ssh2$", "(?P<user>.*?) from (?P<ip>[^ ]*) port", "PYR302", TestName = "A lazy name in front of the address")]
    [TestCase("'^Invalid user (?P<user>.*) from (?P<ip>[^ ]*) port [0-9]+$'", "'nvalid user (?P<user>.*) from (?P<ip>[^ ]*)'", "PYR302", TestName = "A pattern that may begin anywhere")]
    [TestCase("{ filter = \"greaterOrEquals\", field = \"n\", value = 6, else = \"Discard\" },", "", "PYR401", TestName = "A count that nobody compares")]
    [TestCase("counter = \"ssh\", for = \"ip\", save = \"n\"", "counter = \"ssh2\", for = \"ip\", save = \"n\"", "PYR402 PYR403", TestName = "A counter that another one is reset for")]
    [TestCase("{ filter = \"greaterOrEquals\", field = \"n\"", "{ filter = \"greaterOrEquals\", field = \"m\"", "PYR203 PYR401", TestName = "A count that is compared by another name")]
    [TestCase("IP = \"ip\"", "IP = \"addr\"", "PYR203", TestName = "An address that nobody captured")]
    [TestCase("{user} by {method}", "{user} by {methd}", "PYR201", TestName = "A misspelt field in a text")]
    [TestCase("[^ ]*) port [0-9]+$']", "[^ ]*)(?= port [0-9]+$)']", "PYR501", TestName = "A look-ahead")]
    [TestCase("values = [\"CRON\", \"systemd\"]", "values = []", "PYR104", TestName = "An empty list")]
    [TestCase("values = [\"CRON\", \"systemd\"]", "values = [\"CRON\", \"systemd\", \"CRON\"]", "PYR502", TestName = "Twice in a list")]
    [TestCase("value = 5, then = \"Discard\"", "value = 5", "PYR105", TestName = "A filter after which nothing follows")]
    [TestCase("name = \"Quiet\"\nsteps = [\n", "name = \"Quiet\"\nsteps = [{ action = \"noop\" }]\n\n[[chain]]\nname = \"Quiet too\"\nsteps = [\n", "PYR102 PYR102 PYR102", TestName = "A chain that takes all")]
    [TestCase("value = 5, then = \"Discard\"", "value = 5, then = \"Discard\", else = \"Everything else\"", "PYR103", TestName = "A chain whose entries an earlier one took")]
    [TestCase("message = \"[{PRIORITY}", "message = \"[{ip}", "PYR201", TestName = "A field of another chain")]
    public void A_change_makes_a_fault(string from, string to, string codes)
    {
        Assert.That(Sound, Does.Contain(from));
        IReadOnlyList<Core.Configuration.Diagnostic> found = Lints.Diagnostics(Sound.Replace(from, to, StringComparison.Ordinal));
        Assert.That(string.Join(' ', found.Select(static item => item.Code).Order(StringComparer.Ordinal)), Is.EqualTo(codes), string.Join('\n', found));
    }

    [Test]
    public void The_way_on_which_a_field_is_not_set_is_named()
    {
        string sentence = Lints.SentenceOf("""
            [[chain]]
            name = "Who"
            steps = [
              { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "login", else = "Report" },
              { filter = "pcre", field = "MESSAGE", re = 'for (?P<user>[a-z]+)', else = "Discard" },
              { action = "log", message = "{user}", then = "Report" },
            ]

            [[chain]]
            name = "Report"
            steps = [{ action = "dailyReport", level = "WARN", message = "{user}: {MESSAGE}" }]

            [[chain]]
            name = "Discard"
            steps = [{ action = "noop" }]
            """);
        Assert.That(sentence, Is.EqualTo(
            "The step prints \"-\" for {user} on one way to it, where nothing sets it: \"Who\" (step 1, equals, fails) → \"Report\". Set it on that way too, send that way elsewhere, or write {user|OTHER}."));
    }

    [TestCase("{ filter = \"equals\", field = \"SYSLOG_IDENTIFIER\", value = \"sshd\" }", TestName = "Entries of others fail the first filter, and then this one")]
    [TestCase("{ filter = \"in\", field = \"SYSLOG_IDENTIFIER\", values = [\"sshd\", \"sshd-session\"] }, { filter = \"equals\", field = \"SYSLOG_IDENTIFIER\", value = \"sshd\" }", TestName = "Two filters together let only the same through")]
    public void A_way_that_nobody_can_go_is_no_way(string second) => Assert.That(
        Lints.Diagnostics($$"""
            [[chain]]
            name = "Parse"
            steps = [
              { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "sshd" },
              { filter = "pcre", field = "MESSAGE", re = 'for (?P<user>[a-z]+)', else = "Discard" },
            ]

            [[chain]]
            name = "Report"
            steps = [{{second}}, { action = "log", message = "{user}" }]

            [[chain]]
            name = "Discard"
            steps = [{ action = "noop" }]
            """),
        Is.Empty);

    [TestCase("greaterOrEquals", 4, "greaterOrEquals", 5, TestName = "At least 5 is at least 4")]
    [TestCase("lowerOrEquals", 4, "lowerOrEquals", 4, TestName = "The same bound twice")]
    [TestCase("lowerOrEquals", 5, "equals", 3, TestName = "3 is below 5")]
    public void Bounds_tell_which_ways_can_be_gone(string first, int firstValue, string second, int secondValue) => Assert.That(
        Lints.Diagnostics($$"""
            [[chain]]
            name = "Parse"
            steps = [
              { filter = "{{first}}", field = "PRIORITY", value = {{firstValue}} },
              { filter = "pcre", field = "MESSAGE", re = '(?P<word>[a-z]+)', else = "Discard" },
            ]

            [[chain]]
            name = "Report"
            steps = [{ filter = "{{second}}", field = "PRIORITY", value = {{secondValue}} }, { action = "log", message = "{word}" }]

            [[chain]]
            name = "Discard"
            steps = [{ action = "noop" }]
            """),
        Is.Empty);

    [Test]
    public void Fields_of_a_log_file_are_those_of_its_pattern() => Assert.That(
        Lints.Of("""
            [[source]]
            type = "file"
            path = "/var/log/access.log"
            parse = '^(?P<ip>\S+) (?P<status>\d+) '

            [[chain]]
            name = "Report"
            steps = [{ action = "log", message = "{ip} {status}" }, { action = "log", message = "{agent}" }]
            """),
        Is.EqualTo(new[] { "PYR201@8" }));

    [Test]
    public void Nothing_is_known_of_the_fields_of_json() => Assert.That(
        Lints.Of("[[source]]\ntype = \"file\"\npath = \"/x\"\nparse = \"json\"\n[[chain]]\nname = \"Report\"\nsteps = [{ action = \"log\", message = \"{agent}\" }]\n"), Is.Empty);

    [Test]
    public void The_bans_of_a_log_file_are_not_those_of_local_users() => Assert.That(
        Lints.Of(Lints.Never + """
            [[source]]
            type = "file"
            path = "/var/log/mail.log"

            [[chain]]
            name = "Mail"
            steps = [
              { filter = "pcre", field = "MESSAGE", re = '^warning: \[(?P<ip>[^]]+)\]: SASL LOGIN authentication failed' },
              { action = "nftBan", IP = "ip", nftSetIPv4 = "inet t s4", nftSetIPv6 = "inet t s6" },
            ]
            """),
        Is.Empty);

    [Test]
    public void A_comparison_with_networks_spares_somebody() => Assert.That(
        Lints.Of("""
            [[chain]]
            name = "SSH"
            steps = [
              { filter = "equals", field = "_SYSTEMD_UNIT", value = "ssh.service" },
              { filter = "pcre", field = "MESSAGE", re = '^Unable to negotiate with (?P<ip>[^ ]*) port' },
              { filter = "inNetworks", field = "ip", nets = ["192.0.2.0/24"], then = "Discard", else = "Ban" },
            ]

            [[chain]]
            name = "Ban"
            steps = [{ action = "nftBan", IP = "ip", nftSetIPv4 = "inet t s4", nftSetIPv6 = "inet t s6" }]

            [[chain]]
            name = "Discard"
            steps = [{ action = "noop" }]
            """),
        Is.Empty);

    [Test]
    public void A_counter_that_is_expected_is_read() => Assert.That(
        Lints.Of("""
            [[expect]]
            name = "backups"
            counter = "backup"
            within = "1d"
            chain = "No backup"

            [[chain]]
            name = "No backup"
            steps = [{ action = "email", message = "{EXPECT}: {MESSAGE}" }]

            [[chain]]
            name = "Backup done"
            steps = [
              { filter = "equals", field = "_SYSTEMD_UNIT", value = "backup.service" },
              { action = "counterRaise", counter = "backup", for = "_HOSTNAME", keepSeconds = 1 },
            ]
            """),
        Is.Empty);

    [Test]
    public void Two_filters_that_contradict_each_other_let_nothing_through() => Assert.That(
        Lints.SentenceOf("""
            [[chain]]
            name = "SSH"
            steps = [
              { filter = "equals", field = "_COMM", value = "sshd" },
              { filter = "equals", field = "_COMM", value = "sshd-session" },
              { action = "log", message = "{MESSAGE}" },
            ]
            """),
        Is.EqualTo("No entry passes this filter: where it is asked, chain \"SSH\", step 1 (equals) has already decided that _COMM is not \"sshd-session\". Put the two together, move this one forward, or correct the value."));

    [Test]
    public void Chains_behind_sources_that_start_elsewhere_are_not_reached() => Assert.That(
        Lints.Of("""
            [[source]]
            type = "file"
            path = "/x"
            start = "Files"

            [[chain]]
            name = "Files"
            steps = [{ action = "noop" }]

            [[chain]]
            name = "Journal"
            steps = [{ action = "noop" }]
            """),
        Is.EqualTo(new[] { "PYR102@11" }));

    [Test]
    public void A_large_configuration_is_checked_in_a_moment()
    {
        string chains = string.Concat(Enumerable.Range(0, 400).Select(static i => $$"""

            [[chain]]
            name = "{{i}}"
            steps = [
              { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "p{{i}}" },
              { filter = "greaterOrEquals", field = "PRIORITY", value = {{i % 8}} },
              { filter = "pcre", field = "MESSAGE", re = 'x(?P<ip{{i % 5}}>.*) from (?P<u{{i % 7}}>.*)', else = "{{(i % 3 == 0 ? "last" : $"j{i}")}}" },
              { action = "log", message = "{ip{{i % 5}}}" },
            ]

            [[chain]]
            name = "j{{i}}"
            steps = [{ filter = "equals", field = "_COMM", value = "c{{i % 9}}" }, { filter = "contains", field = "MESSAGE", values = ["y"] }, { action = "log", message = "{MESSAGE}" }]

            """));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Lints.Of(chains + Workflows.Chain("{ action = \"noop\" }", "last"));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public void Codes_are_unique_and_have_their_form() => Assert.Multiple(static () =>
    {
        Assert.That(LintCodes.All.Select(static code => code.Code), Is.Unique.And.Ordered);
        Assert.That(LintCodes.All.Select(static code => code.Code), Has.All.Matches("^PYR[0-9]{3}$"));
        Assert.That(typeof(LintCodes).GetProperties().Count(static property => property.PropertyType == typeof(LintCode)), Is.EqualTo(LintCodes.All.Count));
    });
}
