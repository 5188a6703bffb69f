using System.Diagnostics;
using Pyruse.Journal;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Journal;

public sealed class WaitingTests
{
    /// <summary>Far above what it takes, and far below the time after which anything else would end a wait.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    [Test]
    public void A_write_ends_the_wait()
    {
        using var journald = new PrivateJournald();
        using var reader = new SourceReader(journald.Location, JournalStart.Tail);
        reader.ReadNumbers();
        List<double> milliseconds = [];
        for (int number = 0; number < 10; number++)
        {
            Task<bool> wait = reader.Source.WaitAsync(CancellationToken.None).AsTask();
            var clock = Stopwatch.StartNew();
            journald.WriteNumbers(number, 1);
            Assert.That(wait.Wait(AtOnce), Is.True);
            Assert.That(reader.ReadNumbers(1), Is.EqualTo([number]));
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }
        TestContext.Out.WriteLine($"From write to read: {string.Join(", ", milliseconds.Select(static time => $"{time:0}"))} ms.");
        Assert.That(milliseconds, Has.All.LessThan(AtOnce.TotalMilliseconds));
    }

    [Test]
    public void A_cancellation_ends_the_wait_at_once()
    {
        using var fixture = new JournalFixture();
        using var reader = new SourceReader(new JournalLocation.Directory(fixture.Path), JournalStart.Tail);
        reader.ReadNumbers();
        List<double> milliseconds = [];
        for (int i = 0; i < 100; i++)
        {
            using var cancellation = new CancellationTokenSource();
            Task<bool> wait = reader.Source.WaitAsync(cancellation.Token).AsTask();
            var clock = Stopwatch.StartNew();
            cancellation.Cancel();
            Assert.That(() => wait.Wait(AtOnce), Throws.InstanceOf<AggregateException>().With.InnerException.InstanceOf<OperationCanceledException>());
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }
        TestContext.Out.WriteLine($"From cancellation to end: {milliseconds.Average():0.00} ms on average, {milliseconds.Max():0.00} ms at most.");
    }

    [Test]
    public void A_wait_that_is_cancelled_before_it_begins_ends_at_once()
    {
        using var fixture = new JournalFixture();
        using var reader = new SourceReader(new JournalLocation.Directory(fixture.Path), JournalStart.Tail);
        Task<bool> wait = reader.Source.WaitAsync(new CancellationToken(canceled: true)).AsTask();
        Assert.That(() => wait.Wait(AtOnce), Throws.InstanceOf<AggregateException>());
    }

    [Test]
    public void A_source_that_is_closed_while_it_waits_leaves_neither_thread_nor_descriptor()
    {
        using var fixture = new JournalFixture();
        OpenWaitAndClose(fixture.Path);
        int descriptors = CountDescriptors();
        int threads = CountWaitingThreads();
        for (int i = 0; i < 20; i++)
            OpenWaitAndClose(fixture.Path);
        Assert.That(CountDescriptors(), Is.EqualTo(descriptors), "inotify and eventfd descriptors");
        Assert.That(CountWaitingThreads(), Is.EqualTo(threads), "threads");
    }

    [Test]
    public void A_source_that_is_not_followed_ends_in_place_of_waiting()
    {
        using var fixture = new JournalFixture();
        using var reader = SourceReader.Replay(new JournalLocation.Directory(fixture.Path));
        Assert.That(reader.Source.WaitAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult(), Is.False);
    }

    private static void OpenWaitAndClose(string directory)
    {
        Task<bool> wait;
        using (var reader = new SourceReader(new JournalLocation.Directory(directory), JournalStart.Tail))
        {
            reader.ReadNumbers();
            wait = reader.Source.WaitAsync(CancellationToken.None).AsTask();
        }
        Assert.That(wait.Wait(AtOnce), Is.True, "the wait has ended");
    }

    private static int CountDescriptors() => Directory.GetFiles("/proc/self/fd").Count(static path =>
        new FileInfo(path).LinkTarget is { } target && (target.Contains("inotify", StringComparison.Ordinal) || target.Contains("eventfd", StringComparison.Ordinal)));

    /// <summary>The kernel keeps the first 15 letters of a thread's name.</summary>
    private static int CountWaitingThreads() => Directory.GetDirectories("/proc/self/task").Count(static task =>
        File.Exists($"{task}/comm") && File.ReadAllText($"{task}/comm").StartsWith("pyruse-journal", StringComparison.Ordinal));
}
