using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

/// <summary>Directories that libsystemd does not watch, because they were not there when it looked.</summary>
public sealed class AppearingRootTests
{
    [TestCase("later")]
    [TestCase("a/b/later")]
    public void A_directory_that_appears_later_is_read_from_the_first_new_entry(string name)
    {
        using var fixture = new JournalFixture();
        string path = Path.Combine(fixture.Path, name);
        using var reader = new SourceReader(new JournalLocation.Directory(path), JournalStart.Head);
        Assert.That(reader.ReadNumbers(), Is.Empty);
        Assert.That(reader.Sentences, Is.EqualTo([$"There is nothing of the journal directory {path} yet ({path}); waiting for it to appear."]));
        fixture.Add($"{name}/system.journal", JournalFixture.Numbers(0, 5));
        Assert.That(reader.ReadNumbers(5), Is.EqualTo(Enumerable.Range(0, 5)));
    }

    [Test]
    public void A_directory_that_is_removed_and_made_again_is_read_on()
    {
        using var fixture = new JournalFixture();
        string path = Path.Combine(fixture.Path, "root");
        fixture.Add("root/system.journal", JournalFixture.Numbers(0, 5));
        using var reader = new SourceReader(new JournalLocation.Directory(path), JournalStart.Head);
        Assert.That(reader.ReadNumbers(5), Is.EqualTo(Enumerable.Range(0, 5)));
        for (int round = 1; round < 4; round++)
        {
            Directory.Delete(path, recursive: true);
            if (round == 2)
                reader.ReadUntilSaid("waiting for it to appear");
            fixture.Add("root/system.journal", JournalFixture.Numbers(round * 5, 5));
            Assert.That(reader.ReadNumbers(5), Is.EqualTo(Enumerable.Range(round * 5, 5)));
        }
    }

    [Test]
    public void A_file_that_appears_later_is_read()
    {
        using var fixture = new JournalFixture();
        using var reader = new SourceReader(new JournalLocation.Directory(fixture.Path), JournalStart.Tail);
        Assert.That(reader.ReadNumbers(), Is.Empty);
        fixture.Add("one.journal", JournalFixture.Numbers(0, 5));
        Assert.That(reader.ReadNumbers(5), Is.EqualTo(Enumerable.Range(0, 5)));
        fixture.Add("two.journal", JournalFixture.Numbers(5, 5));
        Assert.That(reader.ReadNumbers(5), Is.EqualTo(Enumerable.Range(5, 5)));
    }

    [Test]
    public void A_single_file_that_grows_is_followed()
    {
        using var journald = new PrivateJournald();
        string file = journald.Directories.Select(static directory => $"{directory}/system.journal").First(File.Exists);
        using var reader = new SourceReader(new JournalLocation.Files([file]), JournalStart.Tail);
        Assert.That(reader.ReadNumbers(), Is.Empty);
        journald.WriteNumbers(0, 5);
        Assert.That(reader.ReadNumbers(5), Is.EqualTo(Enumerable.Range(0, 5)));
    }
}
