using Pyruse.Core.Configuration;
using Pyruse.Core.Configuration.Json;

namespace Pyruse.Tests.Configuration;

[TestFixture]
public sealed class JsonConfigReaderTests
{
    [TestCase("{}", "{}")]
    [TestCase("\uFEFF{}", "{}")]
    [TestCase(" \r\n{ } \n", "{}")]
    [TestCase("""{"a": 1, "b": -17, "c": 0, "d": -0}""", "{a: 1, b: -17, c: 0, d: 0}")]
    [TestCase("""{"a": 9223372036854775807, "b": -9223372036854775808}""", "{a: 9223372036854775807, b: -9223372036854775808}")]
    [TestCase("""{"a": 9223372036854775808}""", "{a: 9.223372036854776E+18}")]
    [TestCase("""{"a": 1.0, "b": 2.5e-3, "c": 1E2}""", "{a: 1.0, b: 0.0025, c: 100.0}")]
    [TestCase("""{"a": true, "b": false, "c": null}""", "{a: true, b: false, c: null}")]
    [TestCase("""{"a": "", "b": "x\"\\\/\b\f\n\r\t\u00e9"}""", "{a: \"\", b: \"x\\\"\\\\/\\b\\f\\n\\r\\té\"}")]
    [TestCase("""{"a": "\uD83D\uDE00", "\u0061b": 1}""", "{a: \"😀\", ab: 1}")]
    [TestCase("""{"a": [], "b": [1, "x", [null], {}]}""", "{a: [], b: [1, \"x\", [null], {}]}")]
    [TestCase("""{"a": [1, 2,], "b": {"c": 1,},}""", "{a: [1, 2], b: {c: 1}}")]
    [TestCase("// begin\n{/* one */\"a\": /* two\n */ 1 // end\n}\n// end", "{a: 1}")]
    [TestCase("""{"b": {"a": {"a": 1}}, "a": 2}""", "{b: {a: {a: 1}}, a: 2}")]
    [TestCase("""{"": 1, "å 漢": 2}""", "{\"\": 1, \"å 漢\": 2}")]
    public void A_valid_document_gives_its_content(string document, string content)
    {
        var (table, diagnostics) = Read(document);
        Assert.That(diagnostics, Is.Empty);
        Assert.That(ConfigText.Of(table!), Is.EqualTo(content));
    }

    [Test]
    public void Keys_and_values_know_their_places()
    {
        var (table, _) = Read("\uFEFF{\n  \"é😀\": [ 1, {\"x\":\n\ttrue}],\n  /* 漢 */ \"b\": \"\\n\"}");
        Assert.That(ConfigText.Places(table!), Is.EqualTo(new[]
        {
            "é😀 2:3 2:9", "é😀[0] 2:11", "é😀[1] 2:14", "é😀[1].x 2:15 3:2", "b 4:11 4:16",
        }));
        Assert.That(table!.Position, Is.EqualTo(new SourcePosition("a.json", 1, 1)));
    }

    [TestCase("", "1:1: error: Found the end of the file where '{' was expected; complete the file, or restore its end.")]
    [TestCase("// nothing", "1:11: error: Found the end of the file where '{' was expected; complete the file, or restore its end.")]
    [TestCase("[1]", "1:1: error: The file holds a list, but an object was expected; put braces around the settings.")]
    [TestCase("\n \"x\"", "2:2: error: The file holds a text, but an object was expected; put braces around the settings.")]
    [TestCase("{", "1:2: error: Found the end of the file where a key in double quotes or '}' was expected; complete the file, or restore its end.")]
    [TestCase("{\"a\"", "1:5: error: Found the end of the file where ':' was expected; complete the file, or restore its end.")]
    [TestCase("{\"a\":\n", "2:1: error: Found the end of the file where a value was expected; complete the file, or restore its end.")]
    [TestCase("{\"a\": 1", "1:8: error: Found the end of the file where ',' or '}' was expected; complete the file, or restore its end.")]
    [TestCase("{\"a\": [1, 23", "1:13: error: Found the end of the file where ',' or ']' was expected; complete the file, or restore its end.")]
    [TestCase("{\"a\": -", "1:7: error: Found '-' where a value was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase("{\"a\": [1,", "1:10: error: Found the end of the file where a value was expected; complete the file, or restore its end.")]
    [TestCase(
        "{a: 1}",
        "1:2: error: Found 'a' where a key in double quotes or '}' was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase("{\"é\" 1}", "1:6: error: Found '1' where ':' was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase(
        "{\"a\": /* é */ trux}",
        "1:15: error: Found 'trux' where a value was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase("{\"a\": 01}", "1:7: error: Found '01' where a value was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase("{\"a\": é}", "1:7: error: Found 'é' where a value was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase(
        "{\"a\": \u0001}",
        "1:7: error: Found the control character U+0001 where a value was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase(
        "{\"a\": 1 \"b\": 2}",
        "1:9: error: Found '\"' where ',' or '}' was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase(
        "{\"a\": 1,,}",
        "1:9: error: Found ',' where a key in double quotes was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase(
        "{\"a\": [1 2]}",
        "1:10: error: Found '2' where ',' or ']' was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase("{\"a\": [1}", "1:9: error: Found '}' where ',' or ']' was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase(
        "{}\n{}",
        "2:1: error: Found '{' where the end of the file was expected; look for a missing or doubled comma, quote or bracket before it.")]
    [TestCase("{ /* x\n", "1:3: error: The comment that begins here does not end; close it with */.")]
    [TestCase(
        "{\"a\":\n \"é",
        "2:2: error: The text that begins here does not end on its line; close it with '\"', and write a line end within it as \\n.")]
    [TestCase(
        "{\"a\": \"x\ny\"}",
        "1:7: error: The text that begins here does not end on its line; close it with '\"', and write a line end within it as \\n.")]
    [TestCase("{\"a\": \"é\u001B\"}", "1:9: error: Found the control character U+001B in a text; write it as \\u001B.")]
    [TestCase("{\"a\": \"é\\d\"}", "1:9: error: Found an unknown escape, a backslash before 'd'; write \\\\ for a backslash.")]
    [TestCase("{\"a\\'\": 1}", "1:4: error: Found an unknown escape, a backslash before '''; write \\\\ for a backslash.")]
    [TestCase("{\"a\": \"\\u12G4\"}", "1:8: error: The escape '\\u' needs 4 hexadecimal digits; complete them, or write \\\\ for a backslash.")]
    [TestCase(
        "{\"a\": \"\\ud800\"}",
        "1:7: error: The text has an escape for one half of a surrogate pair; write the other half with it, or the character itself.")]
    [TestCase(
        "{\"\\udc00\": 1}",
        "1:2: error: The text has an escape for one half of a surrogate pair; write the other half with it, or the character itself.")]
    [TestCase("{\"a\": 1e999}", "1:7: error: The number is beyond the largest real number, about 1.8e308; choose a smaller number.")]
    [TestCase(
        "{\"a\": 1,\n \"\\u0061\": [2]}",
        "2:2: error: The key 'a' is already an integer since line 1, column 2; remove or rename one of them.")]
    [TestCase("{\"a\": NaN}", "1:7: error: Found 'NaN' where a value was expected; look for a missing or doubled comma, quote or bracket before it.")]
    public void An_error_is_a_sentence_with_place_finding_and_remedy(string document, string expected)
    {
        var (table, diagnostics) = Read(document);
        Assert.That(table, Is.Null);
        Assert.That(diagnostics.Select(static item => item.ToString()), Is.EqualTo(new[] { $"a.json:{expected}" }));
    }

    [Test]
    public void Doubled_keys_are_all_reported_and_so_is_the_error_behind_them()
    {
        var (_, diagnostics) = Read("{\"a\": 1, \"a\": 2, \"b\": {\"c\": 1, \"c\": 2}, \"d\": x}");
        Assert.That(diagnostics.Select(static item => item.Position.Column), Is.EqualTo(new[] { 10, 32, 46 }));
    }

    [Test]
    public void Bytes_that_are_not_UTF_8_are_refused_at_their_place()
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(JsonConfigReader.Read("a.json", "{\n \"é"u8.ToArray().Append((byte)0xFF).ToArray(), diagnostics), Is.Null);
        Assert.That(diagnostics.Items.Single().ToString(), Is.EqualTo(
            "a.json:2:4: error: The byte 0xFF is not valid UTF-8 here; save the file in the UTF-8 encoding."));
    }

    [Test]
    public void Values_nested_without_end_are_refused()
    {
        var (table, diagnostics) = Read($"{{\"a\": {new string('[', 100_000)}");
        Assert.That(table, Is.Null);
        Assert.That(diagnostics.Single().ToString(), Is.EqualTo(
            "a.json:1:134: error: The value lies more than 128 levels deep; nest fewer objects and lists."));
        Assert.That(Read($"{{\"a\": {new string('[', 127)}{new string(']', 127)}}}").Diagnostics, Is.Empty);
    }

    [Test]
    public void A_file_that_is_too_large_is_refused_unread()
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(JsonConfigReader.Read("a.json", new byte[JsonConfigReader.MaximumBytes + 1], diagnostics), Is.Null);
        Assert.That(diagnostics.Items.Single().Message, Does.StartWith("The file has 16777217 bytes"));
    }

    [Test]
    public void Reading_stops_after_a_hundred_errors() =>
        Assert.That(Read($"{{{string.Concat(Enumerable.Repeat("\"a\": 1,", 1000))}}}").Diagnostics, Has.Count.EqualTo(101));

    [Test]
    public void Damaged_documents_give_a_table_or_an_error_and_nothing_else()
    {
        const string document = """{"a": [1, -2.5e3, "x\n\u00e9", null], /* c */ "b": {"c": true, "d": false}, "å": [] } // end""";
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var content = ConfigText.Bytes(document);
            for (var count = random.Next(1, 4); count > 0; count--)
                content[random.Next(content.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : document[random.Next(document.Length)]);
            content = content[..random.Next(content.Length / 2, content.Length + 1)];
            var diagnostics = new DiagnosticBag();
            var table = JsonConfigReader.Read("a.json", content, diagnostics);
            Assert.That(table is null, Is.EqualTo(diagnostics.HasErrors), () => Convert.ToHexString(content));
            Assert.That(diagnostics.Items.Select(static item => item.Message), Has.All.Not.Matches(@"[\p{Cc}\p{Cf}]"), () => Convert.ToHexString(content));
        }
    }

    private static (ConfigTable? Table, IReadOnlyList<Diagnostic> Diagnostics) Read(string document)
    {
        var diagnostics = new DiagnosticBag();
        return (JsonConfigReader.Read("a.json", ConfigText.Bytes(document), diagnostics), diagnostics.Items);
    }
}
