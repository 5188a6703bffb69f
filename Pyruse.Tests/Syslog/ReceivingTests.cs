using System.Net;
using System.Net.Sockets;
using System.Text;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Plugins.Builtin.Sources;
using Pyruse.Tests.Support;
using Pyruse.Tests.Syslog.Support;

namespace Pyruse.Tests.Syslog;

/// <summary>Messages over TCP, UDP and Unix sockets, and the limits that hold senders.</summary>
[TestFixture]
public sealed class ReceivingTests
{
    [Test]
    public async Task A_message_has_the_fields_of_the_journal()
    {
        await using var receiver = TestReceiver.Tcp("SD_exampleSDID@32473_iut", "SD_ORIGIN_SOFTWARE");
        await receiver.SendAsync("<165>1 2003-10-11T22:14:15.003Z host.example.org evntslog 12 ID47 [exampleSDID@32473 iut=\"3\"][origin software=\"a\\\"b\"] Hällo\n");
        LogEntry entry = await receiver.NextAsync();
        string Show(string name) => entry[name] ?? "-";
        Assert.Multiple(() =>
        {
            Assert.That(Show("PRIORITY"), Is.EqualTo("5"));
            Assert.That(Show("SYSLOG_FACILITY"), Is.EqualTo("20"));
            Assert.That(Show("SYSLOG_IDENTIFIER"), Is.EqualTo("evntslog"));
            Assert.That(Show("SYSLOG_PID"), Is.EqualTo("12"));
            Assert.That(Show("_HOSTNAME"), Is.EqualTo("host.example.org"));
            Assert.That(Show("SYSLOG_TIMESTAMP"), Is.EqualTo("2003-10-11T22:14:15.003Z"));
            Assert.That(Show("_SOURCE_REALTIME_TIMESTAMP"), Is.EqualTo("1065910455003000"));
            Assert.That(Show("SYSLOG_MSGID"), Is.EqualTo("ID47"));
            Assert.That(Show("SD_exampleSDID@32473_iut"), Is.EqualTo("3"));
            Assert.That(Show("SD_ORIGIN_SOFTWARE"), Is.EqualTo("a\"b"));
            Assert.That(Show("MESSAGE"), Is.EqualTo("Hällo"));
            Assert.That(Show("PYRUSE_PEER"), Is.EqualTo("127.0.0.1"));
            Assert.That(Show("PYRUSE_PEER_CN"), Is.EqualTo("-"));
            Assert.That(Show("PYRUSE_SOURCE"), Is.EqualTo("remote"));
            Assert.That(Show("PYRUSE_CUT"), Is.EqualTo("-"));
        });
    }

    [Test]
    public async Task A_field_that_is_asked_for_later_is_read_from_the_same_message()
    {
        await using var receiver = TestReceiver.Tcp();
        await receiver.SendAsync("<13>1 - - - - - [a b=\"c\"] x\n");
        LogEntry entry = await receiver.NextAsync();
        Assert.That(entry["SD_A_B"], Is.EqualTo("c"));
    }

    [Test]
    public async Task The_time_of_an_entry_is_that_of_its_reception()
    {
        long before = EntryTime.ToMicroseconds(TimeProvider.System.GetUtcNow());
        await using var receiver = TestReceiver.Tcp();
        await receiver.SendAsync("<13>1 1999-01-01T00:00:00Z - - - - - x\n");
        LogEntry entry = await receiver.NextAsync();
        Assert.That(entry.RealtimeMicroseconds, Is.InRange(before, EntryTime.ToMicroseconds(TimeProvider.System.GetUtcNow())));
    }

    [Test]
    public async Task What_is_not_UTF_8_is_read_with_the_8_bit_encoding()
    {
        await using var receiver = TestReceiver.Tcp();
        await receiver.SendAsync([.. "<13>a: caf"u8, 0xE9, (byte)'\n']);
        Assert.That((await receiver.NextAsync())["MESSAGE"], Is.EqualTo("café"));
    }

    [Test]
    public async Task A_message_longer_than_the_limit_is_cut_and_marked()
    {
        await using var receiver = new TestReceiver(["tcp://127.0.0.1:0"], static (listen, test) => new SyslogSource(listen, TimeProvider.System, test.Log, maxMessage: new ByteSize(480)));
        await receiver.SendAsync($"<13>{new string('x', 1000)}\n<13>y\n");
        LogEntry cut = await receiver.NextAsync();
        Assert.That((cut["MESSAGE"]!.Length, cut["PYRUSE_CUT"]), Is.EqualTo((476, "1")));
        Assert.That((await receiver.NextAsync(1))[0], Is.EqualTo("y"));
    }

    [Test]
    public async Task Messages_longer_than_a_buffer_are_whole()
    {
        await using var receiver = new TestReceiver(["tcp://127.0.0.1:0"], static (listen, test) => new SyslogSource(listen, TimeProvider.System, test.Log, maxMessage: new ByteSize(1 << 20)));
        string text = new('x', 500_000);
        await receiver.SendAsync($"{text.Length + 4} <13>{text}<13>{text}\n");
        Assert.That(await receiver.NextAsync(2), Is.All.EqualTo(text));
    }

    [Test]
    public async Task Messages_of_one_connection_keep_their_order_while_the_reader_is_slow()
    {
        await using var receiver = TestReceiver.Tcp();
        const int Count = 300_000;
        Task sending = Task.Run(async () =>
        {
            using TcpClient client = await receiver.ConnectAsync();
            await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII, 65_536);
            for (int i = 0; i < Count; i++)
                await writer.WriteAsync($"<13>Nov  1 03:04:05 host app[1]: message number {i} of a sender that does not wait for anybody\n");
        });
        for (int i = 0; i < Count; i++)
        {
            string text = (await receiver.NextAsync())["MESSAGE"]!;
            if (text != $"message number {i} of a sender that does not wait for anybody")
                Assert.Fail($"Message {i} is \"{text}\".");
        }
        await sending;
    }

    [Test]
    public async Task Each_datagram_is_a_message()
    {
        await using var receiver = new TestReceiver(["udp://127.0.0.1:0"]);
        using var client = new UdpClient();
        client.Connect(IPAddress.Loopback, receiver.Port);
        await client.SendAsync("<13>a: one\ntwo\n"u8.ToArray());
        await client.SendAsync("<13>a: three\0"u8.ToArray());
        Assert.That(await receiver.NextAsync(2), Is.EqualTo(new[] { "one\ntwo", "three" }));
        Assert.That(receiver.Entry["PYRUSE_PEER"], Is.EqualTo("127.0.0.1"));
    }

    [Test]
    public async Task An_IPv4_sender_at_an_IPv6_socket_is_named_as_IPv4()
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Ignore("This machine has no IPv6.");
        await using var receiver = new TestReceiver(["udp://[::]:0", "tcp://[::]:0"]);
        using var client = new UdpClient(AddressFamily.InterNetwork);
        await client.SendAsync("<13>a: x"u8.ToArray(), new IPEndPoint(IPAddress.Loopback, receiver.Port));
        Assert.That((await receiver.NextAsync())["PYRUSE_PEER"], Is.EqualTo("127.0.0.1"));
    }

    [TestCase("unix:", SocketType.Dgram)]
    [TestCase("unix-stream:", SocketType.Stream)]
    public async Task Local_programs_send_over_Unix_sockets(string scheme, SocketType type)
    {
        using var directory = new TempDirectory();
        string path = Path.Combine(directory.Path, "log");
        for (int i = 0; i < 2; i++)
        {
            await using var receiver = new TestReceiver([scheme + path]);
            using var client = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(path));
            client.Send("<13>Nov  1 03:04:05 app[1]: hello\n"u8);
            LogEntry entry = await receiver.NextAsync();
            Assert.That((entry["PYRUSE_PEER"], entry["SYSLOG_IDENTIFIER"], entry["MESSAGE"]), Is.EqualTo(("local", "app", "hello")));
        }
        Assert.That(File.Exists(path), Is.False, "The socket is removed at the end.");
    }

    [Test]
    public async Task A_Unix_socket_that_was_left_behind_is_replaced()
    {
        using var directory = new TempDirectory();
        string path = Path.Combine(directory.Path, "log");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path + ".bound"));
            // Under another name it is not removed with the object.
            File.Move(path + ".bound", path);
        }
        await using var receiver = new TestReceiver(["unix:" + path]);
        Assert.That(receiver.Source.EndPoints, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_file_in_the_place_of_a_Unix_socket_stays()
    {
        using var directory = new TempDirectory();
        string path = directory.Write("log", "precious");
        await using var source = new SyslogSource(["unix:" + path], TimeProvider.System, new RecordingLogger());
        Assert.That(() => source.Open(new(null)), Throws.TypeOf<Pyruse.Core.Modules.SourceException>());
        Assert.That(File.ReadAllText(path), Is.EqualTo("precious"));
    }

    [Test]
    public async Task Connections_beyond_the_limit_are_closed_and_said()
    {
        await using var receiver = new TestReceiver(["tcp://127.0.0.1:0"], static (listen, test) => new SyslogSource(listen, TimeProvider.System, test.Log, maxConnections: 1));
        using TcpClient first = await receiver.ConnectAsync();
        await first.GetStream().WriteAsync("<13>a: x\n"u8.ToArray());
        await receiver.NextAsync();
        using TcpClient second = await receiver.ConnectAsync();
        Assert.That(await second.GetStream().ReadAsync(new byte[1]), Is.Zero);
        Assert.That(receiver.Log.Messages, Has.Some.StartsWith("Warning: There are 1 connections already (max_connections); a new one from 127.0.0.1 is closed."));
    }

    [Test]
    public async Task A_silent_connection_is_closed_after_the_idle_time()
    {
        var time = new ManualTime();
        await using var receiver = new TestReceiver(
            ["tcp://127.0.0.1:0"], (listen, test) => new SyslogSource(listen, time, test.Log, idle: TimeSpan.FromMinutes(4)));
        using TcpClient client = await receiver.ConnectAsync();
        await client.GetStream().WriteAsync("<13>a: x\n"u8.ToArray());
        await receiver.NextAsync();
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.That(() => client.GetStream().ReadExactlyAsync(new byte[1]).AsTask(), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task What_was_received_is_read_to_its_end_after_the_stop()
    {
        await using var receiver = TestReceiver.Tcp();
        using TcpClient client = await receiver.ConnectAsync();
        await client.GetStream().WriteAsync("<13>a: one\n<13>a: two\n"u8.ToArray());
        await receiver.NextAsync();
        receiver.Source.Stop();
        Assert.That(await receiver.NextAsync(1), Is.EqualTo(new[] { "two" }));
        Assert.That(() => receiver.NextAsync(), Throws.TypeOf<EndOfStreamException>());
    }

    [Test]
    public async Task Random_bytes_are_messages_like_any_other()
    {
        var random = new Random(20261121);
        await using var receiver = TestReceiver.Tcp("SD_A_B");
        long read = 0;
        Task reader = Task.Run(async () =>
        {
            while (await receiver.Source.WaitAsync(CancellationToken.None))
            {
                while (receiver.Source.TryRead(receiver.Entry))
                {
                    _ = receiver.Entry["MESSAGE"];
                    read++;
                }
            }
        });
        byte[][] beginnings = [[], [.. "<13>1 "u8], [.. "<13>1 - - - - - [a b=\""u8], [.. "9999 <"u8], [.. "<13>Nov  1 "u8]];
        for (int connection = 0; connection < 200; connection++)
        {
            byte[] bytes = new byte[random.Next(1, 20_000)];
            random.NextBytes(bytes);
            for (int i = 0; i < 20; i++)
            {
                byte[] beginning = beginnings[random.Next(beginnings.Length)];
                beginning.AsSpan(0, Math.Min(beginning.Length, bytes.Length)).CopyTo(bytes.AsSpan(random.Next(Math.Max(1, bytes.Length - beginning.Length))));
            }
            await receiver.SendAsync(bytes);
        }
        await receiver.SendAsync("<13>a: end\n");
        receiver.Source.Stop();
        await reader;
        Assert.That(read, Is.GreaterThan(1000));
    }
}
