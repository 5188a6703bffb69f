using System.Text.Json.Nodes;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Cli;

/// <summary>What <c>pyruse replay</c> does beside replaying: it compares configurations, and finds whom they would lock out.</summary>
[TestFixture]
public sealed class ReplayCommandTests
{
    private readonly TempDirectory _directory = new();

    [OneTimeTearDown]
    public void Remove() => _directory.Dispose();

    [Test]
    public void Another_configuration_is_compared_entry_by_entry()
    {
        string strict = Config("strict", 2), lax = Config("lax", 3), export = Export("attack", "198.51.100.1", 3, "198.51.100.2", 2);

        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", strict, "--against", lax, "--export", export);

        JsonObject[] lines = Lines(result.Output);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(lines.Select(static line => $"{line["only"]} {line["kind"]} {line["ip"]}"), Is.EqualTo(new[] { "config ban 198.51.100.1", "config ban 198.51.100.2" }));
            Assert.That(result.Error, Does.Contain("The same with both: 1 ban (of 1 addresses)."));
            Assert.That(result.Error, Does.Contain($"Only with {strict}: 2 bans (of 2 addresses); 0 failures of steps.\n  banned by it alone, at whatever time: 198.51.100.2\n"));
            Assert.That(result.Error, Does.Contain($"Only with {lax}: no effects; 0 failures of steps."));
        });
    }

    [Test]
    public void A_journal_is_compared_as_its_sources_say()
    {
        string export = Export("once", "198.51.100.1", 3, "198.51.100.2", 2);
        string one = Config("one", 2, $"[[source]]\ntype = \"export\"\npath = \"{export}\"\n"), other = Config("other", 2);

        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", one, "--against", other);

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, "")), result.Error);
    }

    [Test]
    public void Mistakes_of_both_configurations_are_told()
    {
        string wrong = _directory.Write("wrong.toml", "chains = 1\n"), worse = _directory.Write("worse.toml", "[[chain]]\n");

        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", wrong, "--against", worse, "--export", Export("any", "198.51.100.1", 1, "198.51.100.2", 1));

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(78));
            Assert.That(result.Error, Does.Contain("wrong.toml:1:1: error: ").And.Contain("worse.toml:"));
        });
    }

    [Test]
    public void What_can_be_read_only_once_is_not_compared()
    {
        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", Config("a", 2), "--against", Config("b", 2), "--export", "-");

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("entries are read twice, which standard input can't be"));
        });
    }

    [Test]
    public void Several_sources_have_no_order_to_compare_by()
    {
        string config = Config("several", 2, "[[source]]\ntype = \"journal\"\n[[source]]\nname = \"second\"\ntype = \"export\"\npath = \"/dev/null\"\n");

        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", config, "--against", config);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("has 2 sources").And.Contain("--directory, --file or --export"));
        });
    }

    [Test]
    public void Who_would_have_been_locked_out_is_named()
    {
        string export = Export("friend", "198.51.100.1", 2, "198.51.100.2", 2, "Accepted password for alice from 198.51.100.2 port 22 ssh2");

        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", Config("lock", 2), "--lockouts", "--export", export);

        JsonObject lockout = Lines(result.Output).Single(static line => line["kind"]!.ToString() == "lockout");
        Assert.Multiple(() =>
        {
            Assert.That(lockout["ip"]!.ToString(), Is.EqualTo("198.51.100.2"));
            Assert.That(lockout["user"]!.ToString(), Is.EqualTo("alice"));
            Assert.That(result.Error, Does.Contain("198.51.100.2 would have been banned once at ").And.Contain(" by \"SSH\", and had logged in once at ").And.Contain(" as \"alice\" (sshd)."));
        });
    }

    [Test]
    public void That_nobody_would_have_been_locked_out_is_said()
    {
        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", Config("nobody", 2), "--lockouts", "--export", Export("strangers", "198.51.100.1", 2, "198.51.100.2", 2));

        Assert.That(result.Error, Does.Contain("No address would have been banned from where somebody has logged in."));
    }

    /// <summary>Bans who fails some times.</summary>
    private string Config(string name, int failures, string source = "") => _directory.Write($"{name}.toml", $$"""
        {{source}}
        [[chain]]
        name = "SSH"
        steps = [
          { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "sshd" },
          { filter = "pcre", field = "MESSAGE", re = '^Failed password for (?P<user>.*) from (?P<ip>[^ ]+) port [0-9]+ ssh2$' },
          { action = "counterRaise", counter = "ssh", for = "ip", keepSeconds = 600, save = "failures" },
          { filter = "greaterOrEquals", field = "failures", value = {{failures}} },
          { action = "nftBan", IP = "ip", banSeconds = 60, nftSetIPv4 = "inet pyruse ssh4", nftSetIPv6 = "inet pyruse ssh6" },
        ]
        """);

    /// <summary>Failures of one address, then of another, then perhaps more.</summary>
    private string Export(string name, string first, int failuresOfFirst, string second, int failuresOfSecond, params string[] more)
    {
        string[] messages =
        [
            .. Enumerable.Repeat($"Failed password for root from {first} port 22 ssh2", failuresOfFirst),
            .. Enumerable.Repeat($"Failed password for root from {second} port 22 ssh2", failuresOfSecond),
            .. more,
        ];
        return _directory.Write($"{name}.export", string.Concat(messages.Select(static (message, i) =>
            $"__CURSOR=s=1;i={i}\n__REALTIME_TIMESTAMP={TestEntries.Start + (i * 1_000_000L)}\nSYSLOG_IDENTIFIER=sshd\nMESSAGE={message}\n\n")));
    }

    private static JsonObject[] Lines(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!.AsObject())];
}
