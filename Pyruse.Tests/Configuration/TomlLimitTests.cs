using Pyruse.Core.Configuration;
using Pyruse.Core.Configuration.Toml;

namespace Pyruse.Tests.Configuration;

[TestFixture]
public sealed class TomlLimitTests
{
    private static readonly byte[][] Documents =
    [
        .. TomlValidCases.All.Select(static item => ConfigText.Bytes(item.Document)),
        .. TomlInvalidCases.All.Select(static item => ConfigText.Bytes(item.Document)),
    ];

    private static readonly string[] Pieces =
        [ "\"", "'", "\"\"\"", "'''", "[", "]", "[[", "]]", "{", "}", ".", ",", "=", "\n", "\r", "#", "\\", "_", "0x", "1979-05-27", "a", "é", "\0"];

    [TestCase("[", "", "]")]
    [TestCase("{a=", "1", "}")]
    [TestCase("[{a=", "1", "}]")]
    [TestCase("{a.a.a=", "1", "}")]
    public void Values_nested_without_end_are_refused(string open, string innermost, string close)
    {
        var document = $"a = {Repeat(open, 100_000)}{innermost}{Repeat(close, 100_000)}\nb = 1";
        Assert.That(Errors(document), Has.Length.EqualTo(1).And.All.Contains("The value lies more than 128 levels deep; nest fewer tables and lists."));
    }

    [Test]
    public void A_value_may_lie_on_the_deepest_level()
    {
        Assert.That(Errors($"a = {Repeat("[", 128)}{Repeat("]", 128)}"), Is.Empty);
        Assert.That(Errors($"a = {Repeat("[", 127)}1{Repeat("]", 127)}"), Is.Empty);
        Assert.That(Errors($"a = {Repeat("[", 129)}{Repeat("]", 129)}"), Has.Length.EqualTo(1));
        Assert.That(Errors($"[{Repeat("a.", 126)}a]\nb = 1"), Is.Empty);
        Assert.That(Errors($"[{Repeat("a.", 126)}a]\nb = [1]"), Has.Length.EqualTo(1));
    }

    [TestCase("{0} = 1")]
    [TestCase("[{0}]")]
    [TestCase("[[{0}]]")]
    [TestCase("x = {{ {0} = 1 }}")]
    public void Keys_of_parts_without_end_are_refused(string form) =>
        Assert.That(Errors(string.Format(null, form, Repeat("a.", 100_000) + "a")), Is.EqualTo(new[] { "The key has more than 128 parts; shorten it." }));

    [Test]
    public void Lists_of_tables_count_as_levels() =>
        Assert.That(
            Errors(string.Concat(Enumerable.Range(1, 65).Select(static depth => $"[[{Repeat("a.", depth - 1)}a]]\n"))),
            Is.EqualTo(new[] { "The table lies more than 128 levels deep; nest fewer tables." }));

    [Test]
    public void A_file_that_is_too_large_is_refused_unread()
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(TomlReader.Read("a.toml", new byte[TomlReader.MaximumBytes + 1], diagnostics), Is.Null);
        Assert.That(diagnostics.Items.Single().ToString(), Is.EqualTo(
            "a.toml: error: The file has 16777217 bytes, but at most 16777216 are read; split it into several files."));
    }

    [TestCase("[")]
    [TestCase("a = [\n")]
    [TestCase("a = [[],")]
    [TestCase("\"\"\"")]
    [TestCase("a = '''")]
    [TestCase("{")]
    [TestCase("a = {x = 1,\n")]
    [TestCase("\\")]
    [TestCase("a = [1 ")]
    [TestCase("a = 1\n")]
    [TestCase("[a]\n")]
    [TestCase("1_")]
    [TestCase("a = \"\\q")]
    [TestCase("\r")]
    [TestCase("#")]
    [MaxTime(6_000)]
    public void A_large_file_of_one_fragment_is_read_in_linear_time(string fragment) =>
        Assert.That(Errors(Repeat(fragment, 2_000_000 / fragment.Length)).Length, Is.LessThanOrEqualTo(101));

    [Test]
    public void Damaged_documents_give_a_table_or_an_error_and_nothing_else()
    {
        var random = new Random(20_240_607);
        for (var round = 0; round < 20_000; round++)
        {
            var content = Damage(random, Documents[random.Next(Documents.Length)]);
            var diagnostics = new DiagnosticBag();
            var table = TomlReader.Read("a.toml", content, diagnostics);
            Assert.That(table is null, Is.EqualTo(diagnostics.HasErrors), () => Convert.ToHexString(content));
            Assert.That(diagnostics.Items.Select(static item => item.Message), Has.All.Not.Matches(@"[\p{Cc}\p{Cf}]"), () => Convert.ToHexString(content));
        }
    }

    [Test]
    public void Random_bytes_give_a_table_or_an_error_and_nothing_else()
    {
        var random = new Random(42);
        for (var round = 0; round < 5_000; round++)
        {
            var content = new byte[random.Next(60)];
            random.NextBytes(content);
            var diagnostics = new DiagnosticBag();
            Assert.That(TomlReader.Read("a.toml", content, diagnostics) is null, Is.EqualTo(diagnostics.HasErrors));
        }
    }

    private static byte[] Damage(Random random, byte[] document)
    {
        var bytes = document.ToList();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var index = random.Next(bytes.Count + 1);
            if (index == bytes.Count || random.Next(3) == 0)
                bytes.InsertRange(index, ConfigText.Bytes(Pieces[random.Next(Pieces.Length)]));
            else if (random.Next(2) == 0)
                bytes.RemoveAt(index);
            else
                bytes[index] = (byte)random.Next(256);
        }

        return [.. bytes];
    }

    private static string[] Errors(string document)
    {
        var diagnostics = new DiagnosticBag();
        TomlReader.Read("a.toml", ConfigText.Bytes(document), diagnostics);
        return [.. diagnostics.Items.Select(static item => item.Message)];
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
