using System.Globalization;
using System.Text;

namespace Pyruse.Benchmarks.Syslog;

/// <summary>What senders send: messages as RFC 5424 has them, one a line, some 120 bytes each, of ten programs.</summary>
internal static class Traffic
{
    /// <summary>How many messages a block has.</summary>
    public const int BlockMessages = 500;

    /// <summary>The message that says that there will be no more.</summary>
    public static ReadOnlySpan<byte> End => "<14>1 2026-01-31T12:00:00.000000Z sender end - - - all sent\n"u8;

    /// <summary>Makes a block of messages, which is sent again and again.</summary>
    public static byte[] Block()
    {
        var text = new StringBuilder();
        for (int i = 0; i < BlockMessages; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<{30 + (i % 5)}>1 2026-01-31T12:00:{i % 60:00}.{i:000}000Z host{i % 7} program{i % 10} {1000 + i} - - Accepted request {i} of user{i % 13} from 192.0.2.{i % 250} port {20000 + i}\n");
        }
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
