using System.Runtime.CompilerServices;
using System.Text;
using Pyruse.Core.Entries;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Entries;

[TestFixture]
public sealed class LogEntryTests
{
    private FieldTable _table = null!;
    private LogEntry _entry = null!;

    [SetUp]
    public void BeginAnEntry()
    {
        _table = new FieldTable(timeZone: TimeZoneInfo.Utc);
        _entry = new LogEntry(_table);
        _entry.Begin(TestEntries.Start);
    }

    [Test]
    public void A_field_that_occurs_several_times_has_its_values_in_order()
    {
        Add("A", "1", "2", "3", "4");
        Assert.Multiple(() =>
        {
            Assert.That(Show("A"), Is.EqualTo("Text(1), Text(2), Text(3), Text(4)"));
            Assert.That(Values.Of(_entry.First(_table["A"])), Is.EqualTo("Text(1)"));
            Assert.That(_entry.IsMultiple(_table["A"]), Is.True);
        });
    }

    [Test]
    public void Values_of_several_fields_may_come_mixed()
    {
        foreach (int number in Enumerable.Range(0, 50))
            Add($"F{number % 5}", $"{number}");
        Assert.That(Enumerable.Range(0, 5).Select(field => Show($"F{field}")), Is.EqualTo(Enumerable.Range(0, 5).Select(static field =>
            string.Join(", ", Enumerable.Range(0, 10).Select(round => $"Text({field + (5 * round)})")))));
    }

    [Test]
    public void Each_value_of_a_field_has_its_own_type()
    {
        Add("PRIORITY", "6", "high", "7");
        Assert.That(Show("PRIORITY"), Is.EqualTo("Integer(6), Text(high), Integer(7)"));
    }

    [Test]
    public void A_field_that_the_entry_lacks_is_missing() => Assert.Multiple(() =>
    {
        Field field = _table["A"];
        Assert.That(Show("A"), Is.Empty);
        Assert.That(_entry.Has(field), Is.False);
        Assert.That(_entry.IsMultiple(field), Is.False);
        Assert.That(_entry.First(field).Kind, Is.EqualTo(FieldValueKind.Missing));
        Assert.That(_entry.First(field).HasValue, Is.False);
        Assert.That(_entry.First(field).Text, Is.Null);
        Assert.That(_entry.First(field).Utf8.Length, Is.Zero);
        Assert.That(_entry["A"], Is.Null);
    });

    [Test]
    public void A_field_set_to_nothing_is_there_without_value()
    {
        Field field = _table["A"];
        _entry.Set(field, null);
        Assert.Multiple(() =>
        {
            Assert.That(Show("A"), Is.EqualTo("Null"));
            Assert.That(_entry.Has(field), Is.True);
            Assert.That(_entry.First(field).HasValue, Is.False);
            Assert.That(_entry.First(field).Text, Is.Null);
            Assert.That(_entry.First(field).Utf8.Length, Is.Zero);
        });
    }

    [Test]
    public void Setting_a_field_replaces_all_its_values()
    {
        Add("A", "1", "2", "3");
        Add("B", "4", "5");
        _entry.Set(_table["A"], "new");
        Assert.That((Show("A"), Show("B")), Is.EqualTo(("Text(new)", "Text(4), Text(5)")));
    }

    [Test]
    public void The_last_setting_of_a_field_counts()
    {
        Field field = _table["A"];
        _entry.Set(field, "text");
        _ = _entry.First(field).Utf8;
        _entry.Set(field, 5);
        string number = Show("A");
        _entry.Set(field, null);
        string nothing = Show("A");
        _entry.Set(field, "again");
        Assert.That((number, nothing, Show("A")), Is.EqualTo(("Integer(5)", "Null", "Text(again)")));
    }

    [Test]
    public void A_value_added_to_a_set_field_comes_after_it()
    {
        _entry.Set(_table["A"], "set");
        Add("A", "added");
        Assert.That(Show("A"), Is.EqualTo("Text(set), Text(added)"));
    }

    [Test]
    public void A_set_value_has_text_and_bytes()
    {
        _entry.Set(_table["A"], "é€😀");
        _entry.Set(_table["B"], -42);
        Assert.Multiple(() =>
        {
            Assert.That(Encoding.UTF8.GetString(_entry.First(_table["A"]).Utf8), Is.EqualTo("é€😀"));
            Assert.That(_entry.First(_table["B"]).Text, Is.EqualTo("-42"));
            Assert.That(Encoding.UTF8.GetString(_entry.First(_table["B"]).Utf8), Is.EqualTo("-42"));
        });
    }

    [Test]
    public void A_reused_entry_has_nothing_of_the_one_before()
    {
        Add("A", "1", "2");
        Add("MESSAGE", "old");
        _entry.Set(_table["N"], 5);
        _entry.Set(_table["NULL"], null);
        _ = _entry[_table["A"].Name];
        _entry.Begin(TestEntries.Start + 1);
        Add("MESSAGE", "new");
        Assert.Multiple(() =>
        {
            Assert.That((string[])[Show("A"), Show("N"), Show("NULL")], Is.All.Empty);
            Assert.That(Show("MESSAGE"), Is.EqualTo("Text(new)"));
            Assert.That(Show("__REALTIME_TIMESTAMP"), Is.EqualTo($"Time({TestEntries.Start + 1})"));
        });
    }

    [Test]
    public void An_entry_that_was_reused_four_milliard_times_still_begins_empty()
    {
        Add("A", "old");
        GenerationOf(_entry) = -1;
        _entry.Begin(TestEntries.Start);
        string first = Show("NEVER") + Show("A");
        _entry.Begin(TestEntries.Start);
        Assert.That((first, Show("NEVER") + Show("A")), Is.EqualTo(("", "")));
    }

    [Test]
    public void The_time_of_the_entry_is_a_field() => Assert.Multiple(() =>
    {
        Assert.That(_entry.RealtimeMicroseconds, Is.EqualTo(TestEntries.Start));
        Assert.That(Show("__REALTIME_TIMESTAMP"), Is.EqualTo($"Time({TestEntries.Start})"));
    });

    [Test]
    public void Names_that_the_table_does_not_have_are_left_out()
    {
        _entry.Add("UNKNOWN"u8, "x"u8);
        Assert.That((_table.TryFind("UNKNOWN", out _), Show("UNKNOWN")), Is.EqualTo((false, "")));
    }

    [Test]
    public void An_unknown_name_is_fetched_from_the_origin_once_and_known_from_then_on()
    {
        var origin = new Origin();
        _entry.Begin(TestEntries.Start, origin);
        string?[] asked = [_entry["LATE"], _entry["LATE"], _entry["MESSAGE"]];
        Assert.Multiple(() =>
        {
            Assert.That(asked, Is.EqualTo(new[] { "LATE of the origin", "LATE of the origin", null }));
            Assert.That(origin.Fetched, Is.EqualTo(new[] { "LATE" }));
            Assert.That(_table.TryFind("LATE"u8, out _), Is.True);
        });
    }

    [Test]
    public void An_unknown_name_of_an_entry_without_origin_is_missing() => Assert.That(_entry["LATE"], Is.Null);

    [Test]
    public void The_cursor_is_asked_for_only_when_wanted_and_once()
    {
        var origin = new Origin();
        _entry.Begin(TestEntries.Start, origin);
        int before = origin.CursorsMade;
        string[] cursors = [_entry.Cursor, _entry.Cursor, Show("__CURSOR"), _entry["__CURSOR"]!];
        Assert.Multiple(() =>
        {
            Assert.That(before, Is.Zero);
            Assert.That(cursors, Is.EqualTo(new[] { "cursor 1", "cursor 1", "Text(cursor 1)", "cursor 1" }));
        });
    }

    [Test]
    public void The_cursor_of_an_entry_without_origin_is_empty_and_no_field() => Assert.That((_entry.Cursor, Show("__CURSOR")), Is.EqualTo(("", "")));

    [Test]
    public void Many_fields_grow_the_entry()
    {
        foreach (int number in Enumerable.Range(0, 3000))
            Add($"F{number}", $"value {number}");
        foreach (int number in Enumerable.Range(0, 3000))
            _entry.Set(_table[$"S{number}"], number);
        Assert.That(
            Enumerable.Range(0, 3000).Where(number => Show($"F{number}") != $"Text(value {number})" || Show($"S{number}") != $"Integer({number})"), Is.Empty);
    }

    [Test]
    public void A_huge_value_is_kept_whole_and_its_memory_given_back()
    {
        Add("A", "small", new string('x', 10_000_000), "after");
        string[] lengths = [.. Show("A").Split(", ").Select(static value => $"{value.Length}")];
        _entry.Begin(TestEntries.Start);
        Add("A", "next");
        Assert.That((string.Join(' ', lengths), Show("A")), Is.EqualTo(("11 10000006 11", "Text(next)")));
    }

    [Test]
    public void A_value_read_before_the_entry_grew_stays_right()
    {
        Add("A", "first");
        ReadOnlySpan<byte> bytes = _entry.First(_table["A"]).Utf8;
        Add("B", new string('x', 100_000));
        Assert.That(Encoding.UTF8.GetString(bytes), Is.EqualTo("first"));
    }

    [Test]
    public void Very_many_values_of_one_field_take_time_in_proportion()
    {
        Field field = _table["A"];
        for (int i = 0; i < 500_000; i++)
            _entry.Add(field, "x"u8);
        int count = 0;
        foreach (FieldValue _ in _entry[field])
            count++;
        Assert.That(count, Is.EqualTo(500_000));
    }

    [Test]
    public void A_field_of_another_table_is_refused() => Assert.Multiple(() =>
    {
        Field foreign = new FieldTable()["A"];
        const string Sentence = "The field A belongs to the field table of another workflow. (Parameter 'field')";
        Assert.That(() => _entry.Has(foreign), Throws.ArgumentException.With.Message.EqualTo(Sentence));
        Assert.That(() => _entry.Set(foreign, "x"), Throws.ArgumentException.With.Message.EqualTo(Sentence));
    });

    private string Show(string field) => Values.Of(_entry, field);

    private void Add(string field, params string[] values)
    {
        foreach (string value in values)
            _entry.Add(_table[field], Encoding.UTF8.GetBytes(value));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_generation")]
    private static extern ref int GenerationOf(LogEntry entry);

    private sealed class Origin : IEntryOrigin
    {
        public List<string> Fetched { get; } = [];

        public int CursorsMade { get; private set; }

        public string GetCursor() => $"cursor {++CursorsMade}";

        public void Fetch(Field field, LogEntry entry)
        {
            Fetched.Add(field.Name);
            entry.Add(field, Encoding.UTF8.GetBytes($"{field.Name} of the origin"));
        }
    }
}
