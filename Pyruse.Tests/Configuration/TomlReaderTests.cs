using Pyruse.Core.Configuration;
using Pyruse.Core.Configuration.Toml;

namespace Pyruse.Tests.Configuration;

[TestFixture]
public sealed class TomlReaderTests
{
    [TestCaseSource(typeof(TomlValidCases), nameof(TomlValidCases.All))]
    public void A_valid_document_gives_its_content(ConfigCase example)
    {
        var (table, diagnostics) = Read(example.Document);
        Assert.That(diagnostics, Is.Empty);
        Assert.That(ConfigText.Of(table!), Is.EqualTo(example.Content));
    }

    [TestCaseSource(typeof(TomlInvalidCases), nameof(TomlInvalidCases.All))]
    public void An_invalid_document_is_refused_without_echoing_what_cannot_be_seen(InvalidCase example)
    {
        var (table, diagnostics) = Read(example.Document);
        Assert.That(table, Is.Null);
        Assert.That(diagnostics, Is.Not.Empty);
        Assert.That(diagnostics.Select(static item => item.Position.Line), Has.All.GreaterThan(0));
        Assert.That(diagnostics.Select(static item => item.Message), Has.All.EndsWith(".").And.All.Not.Matches(@"[\p{Cc}\p{Cf}]"));
    }

    [Test]
    public void Keys_and_values_know_their_places()
    {
        const string document = """
            top = 1
            [ab . "cd"]
              x.y = [ 10,
                '😀', { z = true } ]
            [[list]]
            [[list]]
            """;
        Assert.That(ConfigText.Places(Read(document).Table!), Is.EqualTo(new[]
        {
            "top 1:1 1:7",
            "ab 2:2 2:1",
            "ab.cd 2:7 2:1",
            "ab.cd.x 3:3 3:3",
            "ab.cd.x.y 3:5 3:9",
            "ab.cd.x.y[0] 3:11",
            "ab.cd.x.y[1] 4:5",
            "ab.cd.x.y[2] 4:10",
            "ab.cd.x.y[2].z 4:12 4:16",
            "list 5:3 5:1",
            "list[0] 5:1",
            "list[1] 6:1",
        }));
    }

    [Test]
    public void Columns_count_characters_whatever_their_size_in_bytes()
    {
        var (_, diagnostics) = Read("\uFEFF\"é漢😀\" = \t'😀😀' ?");
        Assert.That(diagnostics.Single().Position, Is.EqualTo(new SourcePosition("a.toml", 1, 15)));
    }

    [Test]
    public void The_table_of_a_header_lies_where_it_is_first_named()
    {
        var (table, _) = Read("\n[a.b]\n[a]\nx = 1");
        Assert.That(ConfigText.Places(table!), Does.Contain("a 2:2 2:1").And.Contain("a.x 4:1 4:5"));
    }

    [Test]
    public void Dates_and_times_have_the_types_that_say_what_is_known()
    {
        var (table, _) = Read("a = 1979-05-27T07:32:00.5+02:00\nb = 1979-05-27T07:32:00\nc = 1979-05-27\nd = 07:32:00");
        Assert.That(table!.Entries.Select(static entry => ((ConfigScalar)entry.Value).Value), Is.EqualTo(new object[]
        {
            new DateTimeOffset(1979, 5, 27, 7, 32, 0, 500, TimeSpan.FromHours(2)),
            new DateTime(1979, 5, 27, 7, 32, 0, DateTimeKind.Unspecified),
            new DateOnly(1979, 5, 27),
            new TimeOnly(7, 32, 0),
        }));
    }

    [Test]
    public void A_negative_zero_keeps_its_sign()
    {
        var value = ((ConfigScalar)Read("a = -0.0").Table!.Entries[0].Value).Value;
        Assert.That(double.IsNegative((double)value!));
    }

    [TestCase(new byte[] { (byte)'a', (byte)'\n', (byte)'#', 0xC3, 0xA9, 0xFF }, 2, 3, "0xFF")]
    [TestCase(new byte[] { 0xC3 }, 1, 1, "0xC3")]
    [TestCase(new byte[] { (byte)'#', 0xED, 0xA0, 0x80 }, 1, 2, "0xED")]
    [TestCase(new byte[] { (byte)'#', 0xC0, 0x80 }, 1, 2, "0xC0")]
    [TestCase(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'#', 0xF4, 0x90, 0x80, 0x80 }, 1, 2, "0xF4")]
    [TestCase(new byte[] { 0xFE, 0xFF, 0x00, (byte)'a' }, 1, 1, "0xFE")]
    public void Bytes_that_are_not_UTF_8_are_refused_at_their_place(byte[] content, int line, int column, string shown)
    {
        var diagnostics = new DiagnosticBag();
        Assert.That(TomlReader.Read("a.toml", content, diagnostics), Is.Null);
        Assert.That(diagnostics.Items.Single().ToString(), Is.EqualTo(
            $"a.toml:{line}:{column}: error: The byte {shown} is not valid UTF-8 here; save the file in the UTF-8 encoding."));
    }

    [Test]
    public void A_byte_that_is_not_UTF_8_is_found_far_into_a_file()
    {
        var content = ConfigText.Bytes(new string('\n', 10_000) + "#é漢😀" + new string('x', 10_000) + "\0");
        content[^1] = 0x80;
        var diagnostics = new DiagnosticBag();
        TomlReader.Read("a.toml", content, diagnostics);
        Assert.That(diagnostics.Items.Single().Position, Is.EqualTo(new SourcePosition("a.toml", 10_001, 10_005)));
    }

    private static (ConfigTable? Table, IReadOnlyList<Diagnostic> Diagnostics) Read(string document)
    {
        var diagnostics = new DiagnosticBag();
        return (TomlReader.Read("a.toml", ConfigText.Bytes(document), diagnostics), diagnostics.Items);
    }
}
