using System.Text.Json.Nodes;
using System.Xml.Linq;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Seeing;

/// <summary><c>explain</c>, <c>stats</c> and <c>graph</c> as they are typed, on the quick start's entries.</summary>
public sealed class SeeingCommandTests
{
    private const string Config = "samples/quickstart/pyruse.toml";

    private TempDirectory _directory = null!;

    [SetUp]
    public void Make_a_directory() => _directory = new TempDirectory();

    [TearDown]
    public void Remove_the_directory() => _directory.Dispose();

    [Test]
    public void Every_cursor_that_replay_prints_can_be_explained_with_the_same_effects()
    {
        ILookup<string, JsonNode> lines = Lines(PyruseProgram.Run("replay", "--config", Config).Output).ToLookup(static line => (string)line["cursor"]!);
        string[] cursors = [.. lines.Select(static entry => entry.Key).Where(static (_, index) => index % 5 == 0)];

        Assert.Multiple(() =>
        {
            Assert.That(cursors, Has.Length.GreaterThan(12));
            foreach (string cursor in cursors)
            {
                JsonNode explained = Json("explain", "--config", Config, "--cursor", cursor, "--format", "json");
                Assert.That(explained["effects"]!.AsArray().Select(static effect => effect!.ToJsonString()), Is.EqualTo(lines[cursor].Select(static line => line.ToJsonString())), cursor);
                Assert.That((string?)explained["deciding"]?["chain"], Is.Not.Null);
            }
        });
    }

    [Test]
    public void An_explanation_reads_well()
    {
        PyruseProgram.Result result = PyruseProgram.Run("explain", "--config", Config, "--cursor", "offset=29287");

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.Error, Is.Empty);
            Assert.That(result.Output, Does.StartWith("entry   2026-01-01 00:12:00.001826 +00:00\ncursor  offset=29287\n"));
            Assert.That(result.Output, Does.Contain("            → the counter \"ssh\" of \"203.0.113.7\" is raised to 6\n"));
            Assert.That(result.Output, Does.Contain("            → ban 203.0.113.7 in \"inet pyruse ssh4\" for 1d\n"));
            Assert.That(result.Output, Does.Contain("Decided by chain \"SSH brute force\", step 7 (dailyReport) at samples/quickstart/pyruse.toml:36:3: it is the last of its chain"));
        });
    }

    [Test]
    public void Alone_an_entry_finds_all_counters_at_zero()
    {
        JsonNode explained = Json("explain", "--config", Config, "--cursor", "offset=29287", "--alone", "--format", "json");

        Assert.That(explained["steps"]!.AsArray().SelectMany(static step => step!["counters"]!.AsArray()).Select(static use => (int)use!["count"]!), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void An_entry_comes_in_json_on_standard_input()
    {
        string entry = _directory.Write("entry.json", """{"_SYSTEMD_UNIT":"ssh.service","MESSAGE":"Failed password for eve from 192.0.2.9 port 4 ssh2\u001b[2J","__REALTIME_TIMESTAMP":"1767226320001826"}""");

        PyruseProgram.Result result = PyruseProgram.RunWithInput(entry, "explain", "--config", Config, "--json", "-");

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(result.Output, Does.Contain("port 4 ssh2\\x1b[2J\"").And.Not.Contain("\u001b"));
            Assert.That(PyruseProgram.Run("explain", "--config", Config, "--json", entry).Output, Is.EqualTo(result.Output));
        });
    }

    [Test]
    public void In_json_an_entry_begins_where_those_of_its_source_do()
    {
        string config = _directory.Write("two.toml", """
            [[source]]
            name = "mail"
            type = "export"
            path = "/dev/null"
            start = "of mail"
            [[source]]
            name = "rest"
            type = "export"
            path = "/dev/null"
            [[chain]]
            name = "of mail"
            steps = [{ action = "noop" }]
            [[chain]]
            name = "others"
            steps = [{ action = "noop" }]
            """);
        string entry = _directory.Write("entry.json", """{"A":"x"}""");

        Assert.Multiple(() =>
        {
            Assert.That((string?)Json("explain", "--config", config, "--json", entry, "--source", "mail", "--format", "json")["deciding"]!["chain"], Is.EqualTo("of mail"));
            Assert.That((string?)Json("explain", "--config", config, "--json", entry, "--source", "rest", "--format", "json")["deciding"]!["chain"], Is.EqualTo("others"));
            Assert.That(PyruseProgram.Run("explain", "--config", config, "--json", entry), Has.Property("ExitCode").EqualTo(2).And.Property("Error").Contains("begin at different chains").And.Property("Error").Contains("\"mail\", \"rest\""));
            Assert.That(PyruseProgram.Run("explain", "--config", config, "--json", entry, "--source", "x"), Has.Property("ExitCode").EqualTo(2));
        });
    }

    [Test]
    public void What_is_missing_or_wrong_is_said() => Assert.Multiple(() =>
    {
        Assert.That(PyruseProgram.Run("explain", "--config", Config), Has.Property("ExitCode").EqualTo(2).And.Property("Error").Contains("Which entry?"));
        Assert.That(PyruseProgram.Run("explain", "--config", Config, "--cursor", "offset=1"), Has.Property("ExitCode").EqualTo(1).And.Property("Error").Contains("There is no entry with the cursor \"offset=1\" in the sources of the configuration (398 entries were read)."));
        Assert.That(PyruseProgram.Run("explain", "--config", Config, "--json", _directory.Write("bad.json", "{\"A\": tru}")), Has.Property("ExitCode").EqualTo(1).And.Property("Error").Contains("bad.json:1:10: This is no JSON."));
        Assert.That(PyruseProgram.Run("explain", "--config", Config, "--json", "/nowhere"), Has.Property("ExitCode").EqualTo(1).And.Property("Error").Contains("The file /nowhere can't be read"));
        Assert.That(PyruseProgram.Run("explain", "--config", "/nowhere.toml", "--cursor", "x"), Has.Property("ExitCode").EqualTo(78));
        Assert.That(PyruseProgram.Run("stats", "--config", Config, "--top", "0"), Has.Property("ExitCode").EqualTo(2));
        Assert.That(PyruseProgram.Run("stats", "--config", Config, "--export", "/nowhere"), Has.Property("ExitCode").EqualTo(1));
        Assert.That(PyruseProgram.Run("graph", "--config", Config, "--format", "png"), Has.Property("ExitCode").EqualTo(2));
    });

    [Test]
    public void Statistics_are_tables_or_json()
    {
        PyruseProgram.Result text = PyruseProgram.Run("stats", "--config", Config);
        JsonNode json = Json("stats", "--config", Config, "--format", "json");
        JsonNode part = Json("stats", "--config", Config, "--since", "2026-01-01T00:30:00Z", "--until", "2026-01-01T00:40:00Z", "--format", "json");

        Assert.Multiple(() =>
        {
            Assert.That(text.ExitCode, Is.Zero);
            Assert.That(text.Output, Does.StartWith("398 entries from 2026-01-01 00:00:15 to 2026-01-01 00:59:54\n").And.Not.Contain("\u001b"));
            Assert.That(text.Output, Does.Match(@"nginx +149 +37\.4 %").And.Contain("The most costly steps"));
            Assert.That((int)json["entries"]!, Is.EqualTo(398));
            Assert.That(json["identifiers"]!["keys"]!.AsArray().Sum(static key => (int)key!["count"]!) + (int)json["identifiers"]!["none"]!, Is.EqualTo(398));
            Assert.That(json["chains"]!.AsArray().Sum(static chain => (int)chain!["ended"]!) + (int)json["untaken"]!, Is.EqualTo(398));
            Assert.That((int)part["entries"]!, Is.InRange(1, 200));
        });
    }

    [Test]
    public void A_graph_is_a_page_a_picture_or_for_graphviz()
    {
        string page = PyruseProgram.Run("graph", "--config", Config).Output;
        string counted = PyruseProgram.Run("graph", "--config", Config, "--counts", "--format", "svg").Output;
        string dot = PyruseProgram.Run("graph", "--config", Config, "--format", "dot", "--export", "samples/quickstart/entries.export").Output;

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.StartWith("<!doctype html>").And.Contain("SSH brute force").And.Not.Contain(" came, "));
            Assert.That(XDocument.Parse(counted).Root!.Value, Does.Contain("398 came, 19 ended"));
            Assert.That(dot, Does.StartWith("digraph pyruse {\n").And.Contain("label=\"else 16\""));
        });
    }

    private static JsonNode Json(params string[] arguments)
    {
        PyruseProgram.Result result = PyruseProgram.Run(arguments);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        return JsonNode.Parse(result.Output)!;
    }

    private static IEnumerable<JsonNode> Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!);
}
