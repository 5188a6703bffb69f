using System.Text;
using Pyruse.Core.Entries;

namespace Pyruse.Tests.Entries;

[TestFixture]
public sealed class FieldTableTests
{
    [Test]
    public void A_new_table_has_what_the_engine_itself_looks_at()
    {
        var table = new FieldTable();
        Assert.That((string[])[table.Realtime.Name, table.Cursor.Name, table.Message.Name], Is.EqualTo(new[] { "__REALTIME_TIMESTAMP", "__CURSOR", "MESSAGE" }));
        Assert.That(table.Count, Is.EqualTo(4));
    }

    [Test]
    public void A_name_is_always_the_same_field()
    {
        var table = new FieldTable();
        Field field = table["A"];
        Assert.Multiple(() =>
        {
            Assert.That(table["A"], Is.SameAs(field));
            Assert.That(table.TryFind("A", out Field? byName) ? byName : null, Is.SameAs(field));
            Assert.That(table.TryFind("A"u8, out Field? byBytes) ? byBytes : null, Is.SameAs(field));
            Assert.That(field.ToString(), Is.EqualTo("A"));
        });
    }

    [Test]
    public void Looking_for_a_name_does_not_add_it()
    {
        var table = new FieldTable();
        Assert.That((table.TryFind("A", out _), table.TryFind("A"u8, out _), table.Count), Is.EqualTo((false, false, 4)));
    }

    [Test]
    public void Names_differ_by_case() => Assert.That(new FieldTable()["message"].Name, Is.EqualTo("message"));

    private static IEnumerable<TestCaseData<string[]>> Families
    {
        get
        {
            yield return new([.. Enumerable.Range(0, 20_000).Select(static i => $"FIELD_{i}")]) { TestName = "Many names are all found" };
            // The table's hash looks at the length and at the first and last eight bytes.
            yield return new([.. Enumerable.Range(0, 2_000).Select(static i => $"SAMEHEAD{i:0000}SAMETAIL")]) { TestName = "Names that differ in the middle alone are told apart" };
            yield return new([.. Enumerable.Range(1, 300).Select(static i => new string('A', i))]) { TestName = "Names that differ in their length alone are told apart" };
            yield return new(["", "A", "AB", "ABC", "ABCDEFG", "ABCDEFGH", "ABCDEFGHI", "é", "日本"]) { TestName = "Short, empty and foreign names are found" };
        }
    }

    [TestCaseSource(nameof(Families))]
    public void Every_name_is_found_by_its_bytes_and_no_other(string[] names)
    {
        var table = new FieldTable();
        foreach (string name in names)
            _ = table[name];
        Assert.Multiple(() =>
        {
            Assert.That(names.Where(name => !table.TryFind(Encoding.UTF8.GetBytes(name), out Field? found) || found.Name != name), Is.Empty);
            Assert.That(names.Where(name => table.TryFind(Encoding.UTF8.GetBytes(name + "!"), out _) || table.TryFind(Encoding.UTF8.GetBytes("!" + name), out _)), Is.Empty);
            Assert.That(table.Count, Is.EqualTo(names.Length + 4));
        });
    }

    [Test]
    public void A_full_table_refuses_another_name_and_keeps_working()
    {
        var table = new FieldTable();
        for (int i = table.Count; i < FieldTable.Capacity; i++)
            _ = table[$"F{i}"];
        Assert.Multiple(() =>
        {
            Assert.That(() => table["ONE_MORE"], Throws.InvalidOperationException.With.Message.EqualTo(
                "More than 65536 different field names are in use; field names must not be made from log text."));
            Assert.That(table["F9999"].Name, Is.EqualTo("F9999"));
        });
    }
}
