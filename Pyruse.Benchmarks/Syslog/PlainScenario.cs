using System.Diagnostics;
using System.Net.Sockets;

namespace Pyruse.Benchmarks.Syslog;

/// <summary>What one run has shown.</summary>
/// <param name="Rate">Messages per second, from the first byte sent to the last message handled.</param>
/// <param name="ProcessorTime">The receiver's processor time per message, in nanoseconds.</param>
/// <param name="Memory">The receiver's memory at the end, in MiB.</param>
internal readonly record struct LoadResult(double Rate, double ProcessorTime, long Memory)
{
    /// <summary>How long it took until all senders were connected, in seconds.</summary>
    public double Connecting { get; init; }
}

/// <summary>One sender over one TCP connection, as fast as the receiver takes it.</summary>
internal static class PlainScenario
{
    /// <summary>Each message is received, parsed, walked through two chains with a filter each, and counted as an entry.</summary>
    public const string Count = """{ filter = "lowerOrEquals", field = "PRIORITY", value = -1 }, { action = "noop" }""";

    /// <summary>Each message raises a counter that outlives the process.</summary>
    public const string Raise = """{ action = "counterRaise", counter = "all", for = "PYRUSE_PEER", keepSeconds = 1 }""";

    /// <summary>Writing each message to the file of its sender and program.</summary>
    public const string Write =
        """{ action = "write", path = "{0}/remote/{PYRUSE_PEER}/{SYSLOG_IDENTIFIER}.log", message = "{SYSLOG_TIMESTAMP} {_HOSTNAME} {SYSLOG_IDENTIFIER}[{SYSLOG_PID}]: {MESSAGE}" }""";

    public static async Task<LoadResult> RunAsync(string program, string step, int messages)
    {
        byte[] block = Traffic.Block();
        using var receiver = new Receiver(program, "", step);
        using Socket socket = await receiver.ConnectAsync();
        // What is measured is a daemon that has been running for a while: its code is compiled.
        int blocks = messages / Traffic.BlockMessages;
        await SendAsync(receiver, socket, block, blocks / 4);
        TimeSpan before = receiver.ProcessorTime;
        long start = Stopwatch.GetTimestamp();
        await SendAsync(receiver, socket, block, blocks);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        TimeSpan spent = receiver.ProcessorTime - before;
        long memory = receiver.Memory;
        int sent = blocks * Traffic.BlockMessages;
        await receiver.StopAsync(sent + (blocks / 4 * Traffic.BlockMessages) + 2);
        if (step == Write)
            CheckLines(receiver, sent + (blocks / 4 * Traffic.BlockMessages));
        return new(sent / seconds, spent.TotalNanoseconds / sent, memory);
    }

    private static async Task SendAsync(Receiver receiver, Socket socket, byte[] block, int count)
    {
        Task end = receiver.EndAsync();
        for (int i = 0; i < count; i++)
            await socket.SendAsync(block);
        socket.Send(Traffic.End);
        await end;
    }

    private static void CheckLines(Receiver receiver, int expected)
    {
        long lines = Directory.EnumerateFiles(Path.Combine(receiver.Folder, "remote"), "*", SearchOption.AllDirectories).Sum(static file => File.ReadLines(file).LongCount());
        if (lines != expected)
            throw new InvalidOperationException($"{expected} messages were sent, but {lines} were written.");
    }
}
