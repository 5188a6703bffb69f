using Pyruse.Core.Entries;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Entries;

/// <summary>How the values of a configuration compare with the values of fields.</summary>
[TestFixture]
public sealed class ComparisonValueTests
{
    private static readonly DateTimeOffset Start = EntryTime.ToUtc(TestEntries.Start);

    private static IEnumerable<TestCaseData<string, object?>> Equalities
    {
        get
        {
            yield return Case("A=x", "x");
            yield return Case("A=", "");
            yield return Case("A=6", "6");
            yield return Case("A=6", 6L);
            yield return Case("A=6", 6);
            yield return Case("A=-6", -6L);
            yield return Case("A=06", 6L);
            yield return Case("A=6", 6.0);
            yield return Case("A=6.0", 6L);
            yield return Case("A=6.5", 6.5);
            yield return Case("A=1", true);
            yield return Case("A=0", false);
            yield return Case("PRIORITY=6", "6");
            yield return Case("PRIORITY=6", 6L);
            yield return Case("PRIORITY=6", 6.0);
            yield return Case("PRIORITY=high", "high");
            yield return Case("PRIORITY=1", true);
            yield return Case("A=café", "café");
            yield return Case(@"MESSAGE=caf\xE9", "café");
            yield return Case("MESSAGE=café", "café");
            yield return Case("MESSAGE=6", 6L);
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", Start);
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", Start.ToOffset(TimeSpan.FromHours(3)));
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", "2025-10-20T22:40:00Z");
            yield return Case("A=2025-10-20T22:40:00Z", "2025-10-20T22:40:00Z");
        }
    }

    [TestCaseSource(nameof(Equalities))]
    public void Are_equal(string entry, object? value) => Assert.That(Equal(entry, value), Is.True);

    private static IEnumerable<TestCaseData<string, object?>> Differences
    {
        get
        {
            yield return Case("A=x", "X");
            yield return Case("A=x", "x ");
            yield return Case("A=x", "xx");
            yield return Case("A=06", "6");
            yield return Case("A=6", "6.0");
            yield return Case("A=6.0", "6");
            yield return Case("A=6", 7L);
            yield return Case("A=x", 6L);
            yield return Case("A=", 0L);
            yield return Case("A=6.5", 6L);
            yield return Case("A=nan", double.NaN);
            yield return Case("A=inf", double.PositiveInfinity);
            yield return Case("A=", null);
            yield return Case("A=null", null);
            yield return Case("A=true", true);
            yield return Case("PRIORITY=6", "06 ");
            yield return Case("PRIORITY=6", 6.5);
            yield return Case("PRIORITY=0", null);
            yield return Case("PRIORITY=high", 6L);
            yield return Case(@"A=caf\xE9", "café");
            yield return Case(@"A=\xFF", "�");
            yield return Case(@"MESSAGE=caf\xE9", "cafe");
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", 1761000000000000L);
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", Start.AddTicks(10));
        }
    }

    [TestCaseSource(nameof(Differences))]
    public void Are_different(string entry, object? value) => Assert.That(Equal(entry, value), Is.False);

    [Test]
    public void Null_equals_a_field_set_to_nothing_only() => Assert.Multiple(() =>
    {
        var table = new FieldTable();
        LogEntry entry = TestEntries.Of("B=x").In(table);
        entry.Set(table["A"], null);
        Assert.That(new ComparisonValue(null).EqualTo(entry.First(table["A"])), Is.True);
        Assert.That(new ComparisonValue(null).EqualTo(entry.First(table["B"])), Is.False);
        Assert.That(new ComparisonValue(null).EqualTo(entry.First(table["C"])), Is.False);
        Assert.That(new ComparisonValue("").EqualTo(entry.First(table["A"])), Is.False);
        Assert.That(new ComparisonValue(0L).EqualTo(entry.First(table["A"])), Is.False);
    });

    [Test]
    public void A_number_that_an_action_stored_equals_numbers_and_their_text() => Assert.Multiple(() =>
    {
        var table = new FieldTable();
        LogEntry entry = TestEntries.Of("B=x").In(table);
        entry.Set(table["N"], 6);
        foreach (object value in (object[])[6L, 6.0, "6"])
            Assert.That(new ComparisonValue(value).EqualTo(entry.First(table["N"])), Is.True, $"{value}");
        foreach (object value in (object[])[7L, "x", "6.0"])
            Assert.That(new ComparisonValue(value).EqualTo(entry.First(table["N"])), Is.False, $"{value}");
    });

    private static IEnumerable<TestCaseData<string, object?, int>> Orders
    {
        get
        {
            yield return Case("PRIORITY=5", 6L, -1);
            yield return Case("PRIORITY=6", 6L, 0);
            yield return Case("PRIORITY=7", 6L, 1);
            yield return Case("PRIORITY=6", 6.5, -1);
            yield return Case("PRIORITY=7", "6", 1);
            yield return Case("A=10", 9L, 1);
            yield return Case("A=9.5", 9L, 1);
            yield return Case("A=-1e3", 0L, -1);
            yield return Case("A=10", 9.5, 1);
            yield return Case("A=9223372036854775807", 9223372036854775806L, 1);
            yield return Case("A=a", "b", -1);
            yield return Case("A=B", "a", -1);
            yield return Case("A=b", "b", 0);
            yield return Case("A=10", "9", -1);
            yield return Case("A=\uFF5E", "😀", -1);
            yield return Case("A=é", "f", 1);
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", Start, 0);
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", Start.AddSeconds(1), -1);
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", "2025-10-20T22:39:59Z", 1);
        }
    }

    [TestCaseSource(nameof(Orders))]
    public void Are_in_order(string entry, object? value, int expected) => Assert.That(Compare(entry, value), Is.EqualTo(expected));

    private static IEnumerable<TestCaseData<string, object?>> Unordered
    {
        get
        {
            yield return Case("A=x", 6L);
            yield return Case("A=", 6L);
            yield return Case("A=nan", 6L);
            yield return Case("A=inf", 6L);
            yield return Case("A=1,000", 6L);
            yield return Case("A=6", null);
            yield return Case("A=6", Start);
            yield return Case("PRIORITY=6", "x");
            yield return Case("PRIORITY=6", null);
            yield return Case("PRIORITY=6", Start);
            yield return Case("PRIORITY=6", double.NaN);
            yield return Case("A=6", double.NaN);
            yield return Case("PRIORITY=high", 6L);
            yield return Case(@"A=\xFF", "x");
            yield return Case(@"A=\xFF", 6L);
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", 6L);
            yield return Case("__REALTIME_TIMESTAMP=1761000000000000", "soon");
        }
    }

    [TestCaseSource(nameof(Unordered))]
    public void Have_no_order(string entry, object? value) => Assert.That(Compare(entry, value), Is.Null);

    [TestCase("sshd", true)]
    [TestCase("a b", true)]
    [TestCase("6x", true)]
    [TestCase("6", false, Description = "the text of a number equals the number")]
    [TestCase("-6", false)]
    [TestCase("", false)]
    [TestCase("café", false, Description = "bytes in the 8-bit encoding may equal it")]
    public void Bytes_alone_decide_on_equality_with_plain_texts(string value, bool expected) =>
        Assert.That(!new ComparisonValue(value).DecisiveBytes.IsEmpty, Is.EqualTo(expected));

    [Test]
    public void Anything_else_is_refused_as_a_value() => Assert.That(() => new ComparisonValue(TimeSpan.Zero), Throws.ArgumentException.With.Message.StartsWith(
        "A field can be compared with a text, a number or a date with time, not with a TimeSpan."));

    private static bool Equal(string entry, object? value) => new ComparisonValue(value).EqualTo(Single(entry));

    private static int? Compare(string entry, object? value) => new ComparisonValue(value).TryCompare(Single(entry), out int order) ? Math.Sign(order) : null;

    private static FieldValue Single(string entry)
    {
        var table = new FieldTable(timeZone: TimeZoneInfo.Utc);
        return TestEntries.Of(entry).In(table).First(table[entry[..entry.IndexOf('=')]]);
    }

    private static TestCaseData<string, object?> Case(string entry, object? value) => new(entry, value) { TestName = $"{entry} and {Show(value)}" };

    private static TestCaseData<string, object?, int> Case(string entry, object? value, int order) =>
        new(entry, value, order) { TestName = $"{entry} against {Show(value)} is {order}" };

    private static string Show(object? value) => $"{value?.GetType().Name} {new ComparisonValue(value)}";
}
