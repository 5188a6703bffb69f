using System.IO.Pipes;
using Pyruse.Core.Watching;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Watching;

public sealed class DescriptorWaiterTests
{
    private const short PollIn = 1;

    [Test]
    public void No_news_is_lost_among_cancellations()
    {
        using var waiter = new DescriptorWaiter();
        using var writing = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reading = new AnonymousPipeClientStream(PipeDirection.In, writing.ClientSafePipeHandle);
        var news = new AwaitedNews((int)reading.SafePipeHandle.DangerousGetHandle(), PollIn, -1, Timeout.InfiniteTimeSpan);
        for (int i = 0; i < 2000; i++)
        {
            using var cancellation = new CancellationTokenSource();
            Task wait = waiter.WaitAsync(news, cancellation.Token);
            var canceller = Task.Run(cancellation.Cancel);
            writing.WriteByte(1);
            Assert.That(() => wait.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(Until.Deadline), Is.True, "the wait has ended");
            canceller.Wait();
            // What was announced while the wait was being cancelled is announced by the next one, or it would hang.
            Assert.That(waiter.WaitAsync(news, CancellationToken.None).Wait(Until.Deadline), Is.True, "the news is still there");
            Assert.That(reading.ReadByte(), Is.EqualTo(1));
        }
    }

    [Test]
    public void The_wait_ends_when_its_time_is_over()
    {
        using var waiter = new DescriptorWaiter();
        Assert.That(waiter.WaitAsync(new AwaitedNews(-1, 0, -1, TimeSpan.FromMilliseconds(1)), CancellationToken.None).Wait(Until.Deadline), Is.True);
    }

    [Test]
    public void An_interrupted_wait_has_ended_when_the_interruption_returns()
    {
        using var waiter = new DescriptorWaiter();
        waiter.Interrupt();
        for (int i = 0; i < 100; i++)
        {
            Task wait = waiter.WaitAsync(new AwaitedNews(-1, 0, -1, Timeout.InfiniteTimeSpan), CancellationToken.None);
            waiter.Interrupt();
            Assert.That(wait.Wait(Until.Deadline), Is.True);
        }
    }

    [Test]
    public void A_cancellation_after_the_end_does_no_harm()
    {
        using var cancellation = new CancellationTokenSource();
        Task wait;
        using (var waiter = new DescriptorWaiter())
            wait = waiter.WaitAsync(new AwaitedNews(-1, 0, -1, Timeout.InfiniteTimeSpan), cancellation.Token);
        cancellation.Cancel();
        Assert.That(wait.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(Until.Deadline), Is.True);
    }
}
