using System.Globalization;
using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

public sealed class MappedFilesTests
{
    private const int Count = 20_000;

    [Test]
    public void A_replay_keeps_little_of_the_journal_in_memory()
    {
        using var fixture = new JournalFixture();
        string filler = new('x', 1000);
        string file = fixture.Add("system.journal", JournalFixture.Numbers(0, Count).Select((entry, index) => entry.With("FILLER", $"{index} {filler}")));
        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path));
        long most = 0;
        for (int number = 0; number < Count; number++)
        {
            Assert.That(reader.ReadNumber(), Is.EqualTo(number));
            if (number % 500 == 0)
                most = Math.Max(most, ResidentKilobytes(fixture.Path));
        }
        TestContext.Out.WriteLine($"At most {most} KB of {new FileInfo(file).Length / 1024} KB.");
        Assert.That(most, Is.LessThan(15_000));
    }

    [Test]
    public void Releasing_allocates_next_to_nothing()
    {
        var files = new MappedFiles();
        files.Release();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            files.Release();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10 * 1024));
    }

    [Test]
    public void What_was_released_can_still_be_read()
    {
        using var fixture = new JournalFixture();
        fixture.Add("system.journal", JournalFixture.Numbers(0, 100));
        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path));
        Assert.That(reader.ReadNumber(), Is.Zero);
        Assert.That(ResidentKilobytes(fixture.Path), Is.Positive);
        new MappedFiles().Release();
        Assert.That(ResidentKilobytes(fixture.Path), Is.Zero);
        Assert.That(reader.ReadNumbers(), Is.EqualTo(Enumerable.Range(1, 99)));
    }

    private static long ResidentKilobytes(string directory)
    {
        long sum = 0;
        bool isOurs = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Contains('-') && !line.StartsWith("VmFlags", StringComparison.Ordinal) && line.Contains(' ') && char.IsAsciiHexDigitLower(line[0]))
                isOurs = line.Contains(directory, StringComparison.Ordinal);
            else if (isOurs && line.StartsWith("Rss:", StringComparison.Ordinal))
                sum += long.Parse(line[4..^2], CultureInfo.InvariantCulture);
        }
        return sum;
    }
}
