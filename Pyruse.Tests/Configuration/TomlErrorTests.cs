using Pyruse.Core.Configuration;
using Pyruse.Core.Configuration.Toml;

namespace Pyruse.Tests.Configuration;

[TestFixture]
public sealed class TomlErrorTests
{
    [TestCase("a = hello", "1:5: error: 'hello' is not a value; a text is put in quotes.")]
    [TestCase("a = /var/lib", "1:5: error: '/var/lib' is not a value; a text is put in quotes.")]
    [TestCase("a = True", "1:5: error: 'True' is not a value; write true, in small letters.")]
    [TestCase(
        "a =",
        "1:4: error: Found the end of the file where a value was expected; "
        + "write a text in quotes, a number, true, false, a date, a [list] or an { inline = \"table\" }.")]
    [TestCase("a\nb = 1", "1:2: error: Found the end of the line where '=' was expected; give the key 'a' a value.")]
    [TestCase(
        "é = 1",
        "1:1: error: Found 'é' where a key was expected; put a key in quotes when it has other characters than A-Z, a-z, 0-9, '_' and '-'.")]
    [TestCase("a..b = 1", "1:3: error: Found '.' where a key was expected; write the name of the key before it.")]
    [TestCase("a = 1 b = 2", "1:7: error: Found 'b' where the end of the line was expected; begin a new line for every key and header.")]
    [TestCase("# \u001B[2J", "1:3: error: Found the control character U+001B in a comment; remove it.")]
    [TestCase("a = \"\u0007\"", "1:6: error: Found the control character U+0007 in a text; write it as \\u0007.")]
    [TestCase("a = '\r'", "1:6: error: Found a carriage return without line feed in a literal text; use double quotes and write it as \\r.")]
    [TestCase("a = \u202Eb", "1:5: error: '\\u202Eb' is not a value; a text is put in quotes.")]
    [TestCase(
        "a = \"x\nb = 1",
        "1:5: error: The text that begins here does not end on its line; close it with \", or use three quotes for several lines.")]
    [TestCase("a = '''x\nb = 1", "1:5: error: The text that begins here does not end before the end of the file; close it with '''.")]
    [TestCase("a = \"^\\d+\\w$\"", "1:7: error: Found the unknown escape '\\d'; write \\\\ for a backslash, or put the text between single quotes.")]
    [TestCase("a = \"\\u12\"", "1:6: error: The escape '\\u' needs 4 hexadecimal digits; complete them, or write \\\\ for a backslash.")]
    [TestCase(
        "a = \"\\uD800\"",
        "1:6: error: The escape stands for U+D800, one half of a surrogate pair; write the character itself, or \\U and its eight digits.")]
    [TestCase("a = 012", "1:5: error: '012' begins with a zero; remove the leading zeros, or write 0o before an octal number.")]
    [TestCase("a = 1__0", "1:5: error: '1__0' has an underscore that does not stand between two digits; remove it.")]
    [TestCase(
        "a = 9223372036854775808",
        "1:5: error: '9223372036854775808' does not fit in 64 bits; choose a number between -9223372036854775808 and 9223372036854775807.")]
    [TestCase("a = 1e999", "1:5: error: '1e999' is beyond the largest real number, about 1.8e308; choose a smaller number, or write inf.")]
    [TestCase("a = 10.0.0.1", "1:5: error: '10.0.0.1' is not a number; correct it, or put it in quotes to make it a text.")]
    [TestCase("a = 2023-02-29", "1:5: error: '2023-02-29' is not a valid date or time: there is no day 29 in that month; its days go from 01 to 28.")]
    [TestCase(
        "a = 1990-12-31T23:59:60Z",
        "1:5: error: '1990-12-31T23:59:60Z' is not a valid date or time: leap seconds cannot be used; write second 59.")]
    [TestCase(
        "a = 0001-01-01T00:00:00+01:00",
        "1:5: error: '0001-01-01T00:00:00+01:00' is not a valid date or time: "
        + "its universal time is outside the years 0001 to 9999; choose a date between them.")]
    [TestCase(
        "a = 1979-05-27T00:00:00+14:01",
        "1:5: error: '1979-05-27T00:00:00+14:01' is not a valid date or time: no place on Earth has the offset +14:01; offsets go up to 14 hours.")]
    [TestCase("a = [1 2]", "1:8: error: Found '2' where ',' or ']' was expected; separate values with commas, or close the list of line 1 with ']'.")]
    [TestCase(
        "a = [\n  1,\nb = 2",
        "3:1: error: Found a new key or header where a value or ']' was expected; separate values with commas, or close the list of line 1 with ']'.")]
    [TestCase(
        "a = {\n  x = 1,\n  y = 2\n}",
        "1:6: error: Found the end of the line within the inline table of line 1, which must stand on one line; join its lines, or give it a [header].")]
    [TestCase("a = { x = 1, }", "1:12: error: Found ',' before '}', but an inline table ends without a comma; remove it.")]
    [TestCase(
        "a = { x = 1 y = 2 }",
        "1:13: error: Found 'y' where ',' or '}' was expected; separate keys with commas, or close the inline table of line 1 with '}'.")]
    [TestCase("[[a]\n", "1:4: error: Found ']' where ']]' was expected; close the header with ']]'.")]
    [TestCase("\na = 1\na = 2", "3:1: error: The key 'a' is already an integer since line 2; remove or rename one of them.")]
    [TestCase("[a]\n\n[a]", "3:2: error: The key 'a' is already a table with a header since line 1; join the two, or rename one of them.")]
    [TestCase("[[a]]\n[a]", "2:2: error: The key 'a' is already a list of tables since line 1; open a new table of the list with [[a]].")]
    [TestCase(
        "a = []\n[[a]]",
        "2:3: error: The key 'a' is already a list since line 1; write all its values in one place, or rename one of the two.")]
    [TestCase(
        "a = {}\n[a.b]",
        "2:2: error: The key 'a' is already an inline table since line 1; a header cannot add to it: write all of it in one place.")]
    [TestCase(
        "a = {}\na.b = 1",
        "2:1: error: The key 'a' is already an inline table since line 1; a dotted key cannot add to it: write the key where the first one is defined.")]
    public void An_error_is_a_sentence_with_place_finding_and_remedy(string document, string expected) =>
        Assert.That(Errors(document), Is.EqualTo(new[] { expected }));

    [Test]
    public void Long_words_are_shortened_in_messages() =>
        Assert.That(Errors($"a = {new string('x', 1000)}").Single(), Is.EqualTo(
            $"1:5: error: '{new string('x', 40)}…' is not a value; a text is put in quotes."));

    [Test]
    public void All_errors_of_a_file_are_reported_together() =>
        Assert.That(Places("""
            storage = /var/lib/pyruse
            encoding = "iso-8859-1

            [email]
            from = pyruse@example.org
            to = ["hostmaster@example.org"
            sendmail = ["/usr/sbin/sendmail" "-t"]

            [[source]
            type = "journal"
            type = "journal"

            [[chain]]
            name = "SSH brute force"
            steps = [
              { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "sshd" },
              { filter = "pcreAny", re = ["^Failed \d+ \w", "x"] }
              { action = "counterRaise",
                counter = "ssh", for = ip, keepSeconds = 0300,
                save = "failures"
              },
              { filter = "greaterOrEquals" field = "failures", value = 6 },
            ]

            [[chain]]
            steps = [
              { filter = "equals", field = "A" },
              { filter = "equals", field = "B"
            [[chain]]
            since = 2023-02-30
            [chain]
            é = 2
            """), Is.EqualTo(new[]
        {
            "1:11", "2:12", "5:8", "7:1", "7:34", "9:9", "11:1", "17:40", "18:3", "18:29", "19:28", "19:46", "22:32",
            "28:35", "30:9", "31:2", "32:1",
        }));

    [TestCase("a = [1, 2\n[t]\nb = 1\nb = 2", new[] { "2:1", "4:1" }, TestName = "Reading goes on at the header behind a list that is not closed")]
    [TestCase("a = [\n{ x = ? },\n]\nb = ?", new[] { "2:7", "4:5" }, TestName = "Two faulty values are two errors")]
    [TestCase("a = [ b c,\n[1],\n[\n'''\nb = ?\n''', # ]\n] ]\nb = ?", new[] { "1:7", "8:5" },
        TestName = "Reading goes on behind the brackets that a faulty statement opened")]
    [TestCase("a b = [\n1,\n]\nb = ?", new[] { "1:3", "4:5" }, TestName = "Brackets behind an error are passed with what is in them")]
    [TestCase("[a\nb = 1\n[c]\nb = 1\n[a]\nb = 1", new[] { "1:3" }, TestName = "Keys behind a faulty header do not clash with others")]
    [TestCase("b = 1\n[a]\n[a]\nb = 1\n[c]", new[] { "3:2" }, TestName = "Keys behind a header given twice do not clash with others")]
    [TestCase("a = {\nb = 1\n[c]\nd = ?", new[] { "1:6", "4:5" }, TestName = "A brace that is not closed is one error")]
    [TestCase("a = \"\\q\\q\"\nb = \"\\q\"", new[] { "1:6", "2:6" }, TestName = "One text has one error")]
    [TestCase("a = ?\r\nb = 1\r\nc = ?\r\n", new[] { "1:5", "3:5" }, TestName = "Reading goes on behind the line ends of Windows")]
    [TestCase("a = '''\n\n''' ?\nb = ?", new[] { "3:5", "4:5" }, TestName = "An error behind a text of several lines is on its last line")]
    public void Reading_goes_on_behind_an_error(string document, string[] places) => Assert.That(Places(document), Is.EqualTo(places));

    [Test]
    public void Reading_stops_after_a_hundred_errors()
    {
        var errors = Errors(string.Concat(Enumerable.Repeat("a = ?\n", 1000)));
        Assert.That(errors, Has.Length.EqualTo(101));
        Assert.That(errors[^1], Is.EqualTo("error: Reading stopped after 100 errors; correct these first."));
    }

    private static string[] Errors(string document) => [.. Read(document).Select(static item => item.ToString()["a.toml:".Length..].TrimStart())];

    private static string[] Places(string document) => [.. Read(document).Select(static item => $"{item.Position.Line}:{item.Position.Column}")];

    private static IReadOnlyList<Diagnostic> Read(string document)
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(TomlReader.Read("a.toml", ConfigText.Bytes(document), diagnostics), Is.Null);
        return diagnostics.Items;
    }
}
