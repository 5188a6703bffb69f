using System.Text;
using Pyruse.Core.Effects.Forwarding;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Effects.Forwarding;

/// <summary>Messages that wait on disk for another server.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ForwardQueueTests
{
    private const int Megabyte = 1024 * 1024;

    private readonly TempDirectory _directory = new();

    [TearDown]
    public void RemoveFiles() => _directory.Dispose();

    [Test]
    public void Messages_come_out_in_their_order()
    {
        using ForwardQueue queue = Open();
        Append(queue, "one", "two");
        Append(queue, "three");
        Assert.That(Take(queue), Is.EqualTo("3 one3 two5 three"));
        Assert.That((queue.Length, Take(queue)), Is.EqualTo((0L, "")));
    }

    [Test]
    public void What_was_not_removed_is_there_after_a_restart()
    {
        using (ForwardQueue queue = Open())
        {
            Append(queue, "one", "two");
            queue.Remove(queue.Head with { Offset = 5 });
        }
        using ForwardQueue again = Open();
        Assert.That((again.Length, Take(again)), Is.EqualTo((5L, "3 two")));
    }

    [Test]
    public void A_message_that_is_not_whole_after_a_crash_is_left_out()
    {
        using (ForwardQueue queue = Open())
            Append(queue, "one");
        File.AppendAllText(Segments().Single(), "10 half");
        using ForwardQueue again = Open();
        Append(again, "two");
        Assert.That(Take(again), Is.EqualTo("3 one3 two"));
    }

    [Test]
    public void A_full_queue_takes_nothing_more_until_something_is_removed()
    {
        using var queue = new ForwardQueue(_directory.Path, 20);
        Append(queue, "0123456789");
        Assert.That(queue.TryAppend("10 0123456789"u8), Is.False);
        Take(queue);
        Assert.That(queue.TryAppend("10 0123456789"u8));
    }

    [Test]
    public void Many_files_are_written_and_those_that_are_done_are_removed()
    {
        using ForwardQueue queue = Open();
        string message = new('x', Megabyte);
        for (int i = 0; i < 10; i++)
            Append(queue, message);
        Assert.That(Segments(), Has.Length.EqualTo(3));
        int taken = 0;
        while (Take(queue) is { Length: > 0 } some)
            taken += some.Length;
        Assert.That(taken, Is.EqualTo(10 * (Megabyte + 8)));
        Assert.That(Segments(), Has.Length.LessThanOrEqualTo(1));
    }

    [Test]
    public void Many_files_are_found_again_after_a_restart()
    {
        string message = new('x', Megabyte);
        using (ForwardQueue queue = Open())
        {
            for (int i = 0; i < 10; i++)
                Append(queue, message);
            Take(queue);
        }
        using ForwardQueue again = Open();
        Assert.That(again.Length, Is.EqualTo((10 * (Megabyte + 8)) - (2 * (Megabyte + 8))));
    }

    [Test]
    public async Task Who_waits_is_woken_by_a_message()
    {
        using ForwardQueue queue = Open();
        Task waiting = queue.WaitAsync(CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        Append(queue, "one");
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Take(queue);
        Assert.That(queue.WaitAsync(CancellationToken.None).IsCompleted, Is.False);
    }

    [TestCase("3 abc", ExpectedResult = 5)]
    [TestCase("3 ab", ExpectedResult = 5)]
    [TestCase("1", ExpectedResult = 0)]
    [TestCase("", ExpectedResult = 0)]
    [TestCase("0 ", ExpectedResult = -1)]
    [TestCase(" 3 abc", ExpectedResult = -1)]
    [TestCase("abc", ExpectedResult = -1)]
    [TestCase("9999999999 ", ExpectedResult = -1)]
    public int Frames_are_told_from_damage(string bytes) => Frames.LengthOfFirst(Encoding.ASCII.GetBytes(bytes), out _);

    private ForwardQueue Open() => new(_directory.Path, 100 * Megabyte);

    private string[] Segments() => Directory.GetFiles(_directory.Path, "*.queue");

    private static void Append(ForwardQueue queue, params string[] messages)
    {
        List<byte> frames = [];
        foreach (string message in messages)
            Frames.Add(frames, message);
        Assert.That(queue.TryAppend(frames.ToArray()));
    }

    /// <summary>Takes some messages out: up to three megabytes.</summary>
    private static string Take(ForwardQueue queue)
    {
        byte[] buffer = new byte[3 * Megabyte];
        QueuePosition position = queue.Head;
        int read = queue.Read(ref position, buffer);
        int whole = Frames.WholeLength(buffer.AsSpan(0, read), out _);
        queue.Remove(position with { Offset = position.Offset + whole });
        return Encoding.UTF8.GetString(buffer, 0, whole);
    }
}
