using System.Net;
using System.Net.Sockets;
using System.Text;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Plugins.Builtin.Sources;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Syslog.Support;

/// <summary>A source that receives on loopback, and is read as the engine would.</summary>
internal sealed class TestReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly string[] Names =
    [
        "PRIORITY", "SYSLOG_FACILITY", "SYSLOG_IDENTIFIER", "SYSLOG_PID", "_HOSTNAME", "MESSAGE", "SYSLOG_TIMESTAMP", "SYSLOG_MSGID", "_SOURCE_REALTIME_TIMESTAMP",
        "PYRUSE_PEER", "PYRUSE_PEER_CN", "PYRUSE_SOURCE", "PYRUSE_CUT",
    ];

    private readonly CancellationTokenSource _patience = new(Limit);

    public TestReceiver(string[] listen, Func<string[], TestReceiver, SyslogSource>? make = null, params string[] moreFields)
    {
        Fields = new FieldTable(timeZone: TimeZoneInfo.Utc);
        foreach (string name in Names.Concat(moreFields))
            _ = Fields[name];
        Entry = new LogEntry(Fields);
        Source = make is null ? new SyslogSource(listen, TimeProvider.System, Log) : make(listen, this);
        Source.Open(new SourceStart(null) { Name = "remote" });
    }

    public RecordingLogger Log { get; } = new();

    public FieldTable Fields { get; }

    public LogEntry Entry { get; }

    public SyslogSource Source { get; }

    public int Port => ((IPEndPoint)Source.EndPoints[0]).Port;

    /// <summary>A port at which nobody receives.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Receives at any TCP port.</summary>
    public static TestReceiver Tcp(params string[] moreFields) => new(["tcp://127.0.0.1:0"], null, moreFields);

    /// <summary>Waits for the next message.</summary>
    public async Task<LogEntry> NextAsync()
    {
        while (!Source.TryRead(Entry))
        {
            if (!await Source.WaitAsync(_patience.Token))
                throw new EndOfStreamException("The source has ended.");
        }
        return Entry;
    }

    /// <summary>Waits for some messages, and gives their texts.</summary>
    public async Task<string[]> NextAsync(int count)
    {
        var texts = new string[count];
        for (int i = 0; i < count; i++)
            texts[i] = (await NextAsync())["MESSAGE"]!;
        return texts;
    }

    /// <summary>Connects to the first address.</summary>
    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        return client;
    }

    /// <summary>Sends bytes over a connection of their own, which then ends.</summary>
    public async Task SendAsync(params byte[] bytes)
    {
        using TcpClient client = await ConnectAsync();
        await client.GetStream().WriteAsync(bytes);
    }

    /// <inheritdoc cref="SendAsync(byte[])"/>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public ValueTask DisposeAsync()
    {
        _patience.Dispose();
        return Source.DisposeAsync();
    }
}
