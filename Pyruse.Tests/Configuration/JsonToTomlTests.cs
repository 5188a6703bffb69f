using System.Text;
using System.Text.Json;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Configuration.Conversion;
using Pyruse.Core.Configuration.Json;
using Pyruse.Core.Configuration.Toml;

namespace Pyruse.Tests.Configuration;

/// <summary>What pyruse.json says, pyruse.toml says as well, and legibly.</summary>
[TestFixture]
public sealed class JsonToTomlTests
{
    private const int RandomCount = 300;

    private static IEnumerable<int> Seeds => Enumerable.Range(1, RandomCount);

    [Test]
    public void A_configuration_looks_as_one_would_write_it() => Assert.That(
        Convert("""
            {
              "actions": {
                "SSH brute force": [
                  { "filter": "filter_equals", "args": { "field": "SYSLOG_IDENTIFIER", "value": "sshd" } },
                  { "filter": "filter_pcre", "args": { "field": "MESSAGE", "re": "^Failed password for (.*) from ([^ ]*) port", "save": ["user", "ip"] }, "else": "… done" },
                  { "filter": "filter_pcreAny", "args": { "field": "MESSAGE", "re": ["^Failed password for invalid user (?P<user>.*) from (?P<ip>[^ ]*) port", "^Invalid user '(?P<user>[^']*)' \\[(?P<ip>[^ ]*)\\]$"] } },
                  { "action": "action_counterRaise", "args": { "counter": "ssh", "for": "ip", "keepSeconds": 300, "save": "n" } },
                  { "action": "action_log", "args": { "message": "Line one\nsaid \"{MESSAGE}\"", "level": "NOTICE" }, "then": "… done" }
                ],
                "… done": [ { "action": "action_noop" } ]
              },
              "8bit-message-encoding": "iso-8859-15",
              "email": { "to": ["root"], "sendmail": ["/usr/bin/sendmail", "-t"] },
              "debug": false
            }
            """),
        Is.EqualTo("""
            # Made from pyruse.json by "pyruse convert"; it means the same.
            # "pyruse check" tells what could be better. docs/configuration.md describes all settings.

            encoding = "iso-8859-15"
            debug = false

            [email]
            to = ["root"]
            sendmail = ["/usr/bin/sendmail", "-t"]

            [[chain]]
            name = "SSH brute force"
            steps = [
              { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "sshd" },
              { filter = "pcre", field = "MESSAGE", re = '^Failed password for (.*) from ([^ ]*) port', save = ["user", "ip"], else = "… done" },
              { filter = "pcreAny", field = "MESSAGE", re = [
                  '^Failed password for invalid user (?P<user>.*) from (?P<ip>[^ ]*) port',
                  '''^Invalid user '(?P<user>[^']*)' \[(?P<ip>[^ ]*)\]$''',
              ] },
              { action = "counterRaise", counter = "ssh", for = "ip", keepSeconds = 300, save = "n" },
              { action = "log", message = "Line one\nsaid \"{MESSAGE}\"", level = "NOTICE", then = "… done" },
            ]

            [[chain]]
            name = "… done"
            steps = [
              { action = "noop" },
            ]

            """));

    [TestCaseSource(nameof(Seeds))]
    public void Any_configuration_says_the_same(int seed)
    {
        string json = new RandomJson(seed).Text();
        string toml = Convert(json);
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration before = new ConfigurationReader("x.json", "/", diagnostics).Read(JsonConfigReader.Read("x.json", Encoding.UTF8.GetBytes(json), diagnostics)!);
        ConfigTable? root = TomlReader.Read("x.toml", Encoding.UTF8.GetBytes(toml), diagnostics);
        Assert.That(root, Is.Not.Null, $"{string.Join('\n', diagnostics.Items)}\n{toml}");
        PyruseConfiguration after = new ConfigurationReader("x.toml", "/", diagnostics).Read(root!);
        Assert.Multiple(() =>
        {
            Assert.That(Describe(after), Is.EqualTo(Describe(before)), toml);
            Assert.That(after.Storage, Is.EqualTo(before.Storage));
            Assert.That(toml.Split('\n').Count(static line => line.StartsWith("  {", StringComparison.Ordinal)), Is.EqualTo(before.Chains.Sum(static chain => chain.Steps.Count)), "each step begins a line");
        });
    }

    [Test]
    public void What_TOML_does_not_have_is_said() => Assert.That(
        Convert("""
            { "actions": { "a": [
              { "filter": "filter_equals", "args": { "field": "X", "value": null } },
              { "filter": "in", "args": { "field": "X", "values": [1, null] }, "then": null },
              { "action": "counterRaise", "args": { "counter": "c", "for": "X", "save": null } } ] } }
            """),
        Does.EndWith("""
            steps = [
              # It compared with null, which nothing equals: no entry passes.
              { filter = "in", field = "X", values = [] },
              # "values" had null in it, which nothing equals.
              { filter = "in", field = "X", values = [1] },
              # "save" was null, which is the same as leaving it out.
              { action = "counterRaise", counter = "c", for = "X" },
            ]

            """));

    [Test]
    public void An_argument_that_is_called_as_a_key_of_steps_stays_apart() => Assert.That(
        Convert("""{ "actions": { "a": [ { "action": "mine", "args": { "then": "x", "action": 1 } } ] } }"""), Does.Contain("""{ action = "mine", args = { then = "x", action = 1 } },"""));

    [Test]
    public void Comments_are_missed() => Assert.Multiple(static () =>
    {
        Assert.That(Convert("{ // mine\n \"actions\": { \"a\": [ { \"action\": \"noop\" } ] } }"), Does.Contain("# The comments of the JSON file are not carried over.\n"));
        Assert.That(Convert("""{ "actions": { "a // b": [ { "action": "noop" } ] } }"""), Does.Not.Contain("carried over"));
    });

    [Test]
    public void Who_bans_learns_what_is_new() => Assert.That(
        Convert("""{ "actions": { "a": [ { "action": "action_nftBan", "args": { "IP": "ip", "nftSetIPv4": "ip a b", "nftSetIPv6": "ip6 a b" } } ] } }"""), Does.Contain("\n# [bans]\n# never = ["));

    [TestCase("""{ "actions": { "a": [ { "filter": "equals" """, "Found the end of the file")]
    [TestCase("""{ "actions": { "a": [ { "filtre": "equals" } ] } }""", "A step needs one of the keys \"filter\" and \"action\"; did you mean \"filter\"?")]
    [TestCase("""{ "actions": { "a": [ { "action": "noop", "then": "b" } ] } }""", "There is no chain \"b\" to go to")]
    [TestCase("""{ "acions": {} }""", "did you mean \"actions\"?")]
    public void What_is_wrong_is_not_converted(string json, string problem)
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(JsonToToml.Convert("pyruse.json", Encoding.UTF8.GetBytes(json), diagnostics), Is.Null);
        Assert.That(diagnostics.Items.Select(static item => item.Message), Has.Some.Contains(problem));
    }

    private static string Convert(string json)
    {
        var diagnostics = new DiagnosticBag();
        string? toml = JsonToToml.Convert("pyruse.json", Encoding.UTF8.GetBytes(json), diagnostics);
        Assert.That(toml, Is.Not.Null, $"{string.Join('\n', diagnostics.Items)}\n{json}");
        return toml!;
    }

    private static string Describe(PyruseConfiguration configuration) =>
        string.Join('\n', configuration.Chains.Select(static chain => $"{chain.Name}: {string.Join("; ", chain.Steps.Select(Describe))}"));

    private static string Describe(StepDefinition step) => $"{step.Kind} {step.Module.Value[(step.Module.Value.IndexOf('_') + 1)..]} {ConfigText.Of(step.Arguments)} {step.Then?.Value} {step.Else?.Value}";

    /// <summary>Makes configurations with odd names and values.</summary>
    private sealed class RandomJson(int seed)
    {
        private static readonly string[] Pieces =
        [
            "a", "MESSAGE", " ", "\"", "'", "'''", "\\", "\\d+", "\n", "\t", "\r", "\0", "\u001b", "\u007f", "\u0085", "\u202e", "é", "…", "😀", "#", "=", "[", "]]", "{", "}", ",", ".", "\u2028", "\ufeff", "{x|y}",
            "^(?P<ip>[^ ]*)$", "then", "args",
        ];

        private readonly Random _random = new(seed);

        public string Text()
        {
            string[] chains = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(i => $"{Piece()}{i}")];
            var actions = new Dictionary<string, object>();
            for (int i = 0; i < chains.Length; i++)
                actions.Add(chains[i], Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Step(chains[(i + 1)..])).ToArray());
            return JsonSerializer.Serialize(new Dictionary<string, object> { ["actions"] = actions, ["debug"] = true, ["storage"] = Piece().Replace("\0", "", StringComparison.Ordinal) });
        }

        private Dictionary<string, object> Step(string[] targets)
        {
            bool isFilter = _random.Next(2) == 0;
            var step = new Dictionary<string, object> { [isFilter ? "filter" : "action"] = (isFilter ? "filter_" : "action_") + "x" };
            var arguments = new Dictionary<string, object>();
            for (int i = _random.Next(5); i > 0; i--)
                arguments.TryAdd(_random.Next(4) == 0 ? Piece() : $"arg{i}", Value(2));
            if (_random.Next(5) > 0)
                step.Add("args", arguments);
            if (targets.Length > 0 && _random.Next(3) == 0)
                step.Add("then", targets[_random.Next(targets.Length)]);
            if (isFilter && targets.Length > 0 && _random.Next(3) == 0)
                step.Add("else", targets[_random.Next(targets.Length)]);
            return step;
        }

        private object Value(int depth) => _random.Next(depth > 0 ? 8 : 6) switch
        {
            0 => _random.NextInt64(long.MinValue, long.MaxValue),
            1 => _random.NextDouble() * Math.Pow(10, _random.Next(-300, 300)),
            2 => _random.Next(2) == 0,
            3 => _random.Next(1000) / 4.0,
            4 or 5 => Piece(),
            6 => Enumerable.Range(0, _random.Next(12)).Select(_ => Value(depth - 1)).ToArray(),
            _ => new Dictionary<string, object> { [Piece()] = Value(depth - 1), ["k"] = Value(depth - 1) },
        };

        private string Piece() => string.Concat(Enumerable.Range(0, _random.Next(1, 8)).Select(_ => Pieces[_random.Next(Pieces.Length)]));
    }
}
