using Pyruse.Journal;

namespace Pyruse.Tests.Journal;

public sealed class JournalCursorTests
{
    private const string Text = "s=ab;i=1f;b=cd;m=2a;t=64;x=99";

    [Test]
    public void All_parts_are_read()
    {
        JournalCursor? cursor = JournalCursor.TryParse(Text);
        Assert.That(cursor, Is.EqualTo(new JournalCursor(Text, "ab", 0x1F, "cd", 0x2A, 0x64, "99")));
    }

    [TestCase("s=zz;i=2;b=cd;m=2a;t=64;x=99", true, Description = "moved to another file")]
    [TestCase("s=ab;i=1f;b=ce;m=2a;t=64;x=99", false)]
    [TestCase("s=ab;i=1f;b=cd;m=2b;t=64;x=99", false)]
    [TestCase("s=ab;i=1f;b=cd;m=2a;t=65;x=99", false)]
    [TestCase("s=ab;i=1f;b=cd;m=2a;t=64;x=98", false)]
    public void Boot_times_and_checksum_decide_which_entry_it_is(string other, bool isSame) =>
        Assert.That(JournalCursor.TryParse(Text)!.IsSameEntry(JournalCursor.TryParse(other)!), Is.EqualTo(isSame));

    [TestCase("s=ab;i=20;b=cd;m=2a;t=64;x=99", 0UL)]
    [TestCase("s=ab;i=30;b=cd;m=2a;t=64;x=99", 16UL)]
    [TestCase("s=ab;i=1;b=cd;m=2a;t=64;x=99", null)]
    [TestCase("s=zz;i=30;b=cd;m=2a;t=64;x=99", null)]
    public void Entries_between_two_are_counted_where_the_numbers_tell(string later, object? count) =>
        Assert.That(JournalCursor.TryParse(Text)!.EntriesUpTo(JournalCursor.TryParse(later)!), Is.EqualTo(count));

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("s=ab;i=1;b=cd;m=2a;t=64")]
    [TestCase("s=ab;i=1;b=cd;m=2a;t=later;x=99")]
    [TestCase("s=ab;s=ab;b=cd;m=2a;t=64;x=99")]
    public void What_is_no_cursor_is_not_taken_for_one(string text) => Assert.That(JournalCursor.TryParse(text), Is.Null);
}
