using System.Text;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Journal;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Seeing;

/// <summary>Entries as <c>journalctl --output=json</c> prints them.</summary>
public sealed class JournalJsonEntryTests
{
    private static readonly DateTimeOffset Now = EntryTime.ToUtc(TestEntries.Start);

    [TestCase("""{"A":"x"}""", "A=x", TestName = "{m}: a text")]
    [TestCase("""{"A":"\u001b[1m é"}""", "A=\u001b[1m é", TestName = "{m}: a text with escapes")]
    [TestCase("""{"A":[104,105]}""", "A=hi", TestName = "{m}: bytes")]
    [TestCase("""{"A":[]}""", "A=", TestName = "{m}: no bytes")]
    [TestCase("""{"A":["x","y"]}""", "A=x A=y", TestName = "{m}: several texts")]
    [TestCase("""{"A":["x",[104,105]]}""", "A=x A=hi", TestName = "{m}: texts and bytes")]
    [TestCase("""{"A":"x","A":"y"}""", "A=x A=y", TestName = "{m}: a name that comes twice")]
    [TestCase("""{"A":6}""", "A=6", TestName = "{m}: a number")]
    [TestCase("""{"A":null,"B":"y"}""", "B=y", TestName = "{m}: null")]
    [TestCase("{}", "", TestName = "{m}: nothing")]
    [TestCase(" \n{\"A\":\"x\"}\n", "A=x", TestName = "{m}: white space around")]
    public void A_field_has_one_of_these_forms(string json, string expected) => Assert.That(ValuesOf(json), Is.EqualTo(expected));

    [Test]
    public void Time_and_cursor_are_those_of_the_entry()
    {
        JournalJsonEntry entry = Read("""{"__REALTIME_TIMESTAMP":"1767226320001826","__CURSOR":"s=1;i=2"}""");

        Assert.That((entry.Time, entry.Cursor), Is.EqualTo((1767226320001826, "s=1;i=2")));
    }

    [Test]
    public void An_entry_without_a_time_is_of_now() => Assert.That(Read("{}").Time, Is.EqualTo(TestEntries.Start));

    [Test]
    public void What_journalctl_left_out_is_named() => Assert.That(Read("""{"MESSAGE":null,"B":[null,"x"]}""").Omitted, Is.EqualTo(new[] { "MESSAGE", "B" }));

    [TestCase("", "in:1:1: There is nothing; an entry is an object such as")]
    [TestCase("[1]", "in:1:1: This is a list; an entry is an object such as {\"MESSAGE\": \"…\"}.")]
    [TestCase("{\"A\":\n  true}", "in:2:3: The field \"A\" is true or false; a text, a list of bytes, a list of these, or null was expected.")]
    [TestCase("{\"A\": [1, 256]}", "in:1:11: The list of the field \"A\" holds a number where a byte, 0 to 255, was expected.")]
    [TestCase("{\"A\": [1, \"x\"]}", "in:1:11: The list of the field \"A\" begins with numbers, the bytes of one value, so a text can't follow.")]
    [TestCase("{\"A\": \"x\"} {\"A\"", "in:1:12: Something comes after the entry; give one entry alone")]
    [TestCase("{\"é\": {}}", "in:1:7: The field \"é\" is an object")]
    [TestCase("{\"A\": x}", "in:1:7: This is no JSON. ")]
    [TestCase("{\"A\": \"x\"", "in:1:10: This is no JSON. ")]
    [TestCase("{\"\": \"x\"}", "in:1:2: The name of a field is empty.")]
    [TestCase("{\"A\": \"\\ud800\"}", "in:1:7: The text of the field \"A\" is not valid Unicode.")]
    [TestCase("{\"__REALTIME_TIMESTAMP\": \"noon\"}", "in: The field __REALTIME_TIMESTAMP is \"noon\"; it must be a number of microseconds since 1970-01-01 UTC.")]
    public void A_wrong_one_is_refused_with_the_place(string json, string sentence) => Assert.That(Problem(json), Does.StartWith(sentence));

    [Test]
    public void A_hostile_one_is_refused_in_bounded_time_and_memory() => Assert.Multiple(static () =>
    {
        Assert.That(Problem(new string(' ', JournalJsonEntry.MaxSize + 1)), Does.StartWith("in: This is more than the 16 MiB that one entry may have"));
        Assert.That(Problem($"{{{string.Join(',', Enumerable.Range(0, JournalJsonEntry.MaxValues + 1).Select(static i => $"\"A{i}\":\"\""))}}}"), Does.EndWith($"The entry has more than {JournalJsonEntry.MaxValues} values."));
        Assert.That(Problem("{\"A\":" + new string('[', 100_000)), Does.StartWith("in:1:"));
    });

    private static JournalJsonEntry Read(string json) => JournalJsonEntry.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "in", Now);

    private static string Problem(string json) => Assert.Throws<SourceException>(() => Read(json))!.Message;

    private static string ValuesOf(string json)
    {
        var table = new FieldTable();
        Field[] fields = [table["A"], table["B"]];
        var entry = new LogEntry(table);
        Assert.That(Read(json).TryRead(entry), Is.True);
        var values = new List<string>();
        foreach (Field field in fields)
        {
            foreach (FieldValue value in entry[field])
                values.Add($"{field}={value.Text}");
        }
        return string.Join(' ', values);
    }
}
