using System.Text;
using Pyruse.Plugins.Builtin.Sources.Syslog;

namespace Pyruse.Tests.Syslog;

/// <summary>Where messages begin and end in a stream: RFC 6587, and what senders make of it. "|" stands between messages, "~" after one that was cut.</summary>
[TestFixture]
public sealed class FrameReaderTests
{
    private const int MaxMessage = 40;

    [TestCase("<1>a\n<1>b\n", "<1>a|<1>b", TestName = "Lines")]
    [TestCase("5 <1>ab6 <1>abc", "<1>ab|<1>abc", TestName = "Octet-counted messages")]
    [TestCase("5 <1>ab<1>line\n6 <1>abc", "<1>ab|<1>line|<1>abc", TestName = "Both on one connection")]
    [TestCase("7 <1>a\nb\n<1>c\n", "<1>a\nb\n|<1>c", TestName = "A newline within an octet-counted message")]
    [TestCase("<1>a\0<1>b\0", "<1>a|<1>b", TestName = "Messages ended by NUL")]
    [TestCase("<1>a\r\n<1>b\r\n", "<1>a\r|<1>b\r", TestName = "The carriage return is the parser's")]
    [TestCase("\n\n\0<1>a\n\n", "<1>a", TestName = "Empty lines are none")]
    [TestCase("5 <1>ab\n5 <1>cd\n", "<1>ab|<1>cd", TestName = "Newlines between octet-counted messages")]
    [TestCase("12 apples\n<1>a\n", "12 apples|<1>a", TestName = "A line that begins with a number")]
    [TestCase("5 <1>ab5 hello<1>a\n", "<1>ab|hello|<1>a", TestName = "A counted message without priority after another counted one")]
    [TestCase("2026-01-01 hello\n", "2026-01-01 hello", TestName = "A line that begins with a date")]
    [TestCase("0 <1>a\n", "0 <1>a", TestName = "Zero is no length")]
    [TestCase("12345678901 <1>a\n", "12345678901 <1>a", TestName = "A length of eleven digits is none")]
    [TestCase("<1>unfinished", "<1>unfinished", TestName = "An unfinished line at the end")]
    [TestCase("99 <1>unfinished", "<1>unfinished~", TestName = "An unfinished counted message at the end")]
    [TestCase("<1>0123456789012345678901234567890123456789\n<1>b\n", "<1>0123456789012345678901234567890123456~|<1>b", TestName = "A line that is too long")]
    [TestCase("44 <1>01234567890123456789012345678901234567XYZ<1>b\n", "<1>0123456789012345678901234567890123456~|<1>b", TestName = "A counted message that is too long")]
    [TestCase("<1>012345678901234567890123456789012345é\n<1>b\n", "<1>012345678901234567890123456789012345~|<1>b", TestName = "A cut does not go through a character")]
    [TestCase("999999999 <1>0123456789012345678901234567890123456789", "<1>0123456789012345678901234567890123456~", TestName = "A length beyond reason waits for no more than the limit")]
    public void Messages_are_found_however_the_stream_is_cut(string stream, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);
        for (int size = 1; size <= bytes.Length; size++)
            Assert.That(Read(bytes, size), Is.EqualTo(expected), $"in pieces of {size}");
    }

    [Test]
    public void What_is_kept_of_an_unfinished_message_is_bounded()
    {
        var frames = new FrameReader(MaxMessage);
        var block = new MessageBlock(1000);
        byte[] endless = Encoding.ASCII.GetBytes(new string('x', 1000));
        Assert.That(frames.Read(endless, 0, Peer.Local, block), Is.EqualTo(1000));
        Assert.That(block.Count, Is.EqualTo(1));
    }

    private static string Read(byte[] stream, int pieceSize)
    {
        var frames = new FrameReader(MaxMessage);
        var found = new List<string>();
        byte[] rest = [];
        foreach (byte[] piece in stream.Chunk(pieceSize))
        {
            byte[] data = [.. rest, .. piece];
            var block = new MessageBlock(16);
            int consumed = frames.Read(data, 0, Peer.Local, block);
            Collect(data, block, found);
            rest = data[consumed..];
        }
        var last = new MessageBlock(16);
        frames.End(rest, 0, Peer.Local, last);
        Collect(rest, last, found);
        return string.Join('|', found);
    }

    private static void Collect(byte[] data, MessageBlock block, List<string> found)
    {
        for (int i = 0; i < block.Count; i++)
            found.Add(Encoding.UTF8.GetString(data, block[i].Start, block[i].Length) + (block[i].IsCut ? "~" : ""));
    }
}
