using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Pyruse.Journal;

/// <summary>Writes entries to the journal in its native protocol, see https://systemd.io/JOURNAL_NATIVE_PROTOCOL/.</summary>
/// <remarks>Never blocks: what the journal does not take at once is dropped and counted. Safe for use by several threads.</remarks>
public sealed class JournalWriter : IDisposable
{
    /// <summary>The socket of the machine's own journal.</summary>
    public const string DefaultSocket = "/run/systemd/journal/socket";

    /// <summary>A datagram too big for the socket is sent again with its values cut to this many bytes, from the first to the last.</summary>
    private static readonly int[] CutLengths = [64 * 1024, 16 * 1024, 1024];

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    private readonly UnixDomainSocketEndPoint _endPoint;
    private long _dropped;

    /// <summary>Makes a writer.</summary>
    /// <param name="socketPath">The journal's socket; default: the machine's own journal.</param>
    public JournalWriter(string socketPath = DefaultSocket) => _endPoint = new UnixDomainSocketEndPoint(socketPath);

    /// <summary>How many entries could not be written.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Writes an entry.</summary>
    /// <param name="fields">The fields. A name is made of A–Z, 0–9 and _, at most 64 of them, and begins with a letter.</param>
    /// <returns>False when the journal is not there or takes nothing now.</returns>
    /// <exception cref="ArgumentException">A name is malformed.</exception>
    public bool TryWrite(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        SocketError error = Send(Encode(fields, int.MaxValue));
        for (int i = 0; error == SocketError.MessageSize && i < CutLengths.Length; i++)
            error = Send(Encode(fields, CutLengths[i]));
        if (error == SocketError.Success)
            return true;
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Whether a name may be written; the names of trusted fields, with _ first, may not.</summary>
    public static bool IsValidName(string name) =>
        name is { Length: > 0 and <= 64 } && char.IsAsciiLetterUpper(name[0]) && name.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static byte[] Encode(ReadOnlySpan<(string Name, string Value)> fields, int maxLength)
    {
        var data = new ArrayBufferWriter<byte>(256);
        foreach ((string name, string value) in fields)
        {
            if (!IsValidName(name))
                throw new ArgumentException($"\"{name}\" is no name of a journal field: it needs 1 to 64 of A–Z, 0–9 and _, beginning with a letter.", nameof(fields));
            data.Write(Encoding.UTF8.GetBytes(name));
            byte[] bytes = Encoding.UTF8.GetBytes(value);
            ReadOnlySpan<byte> shown = bytes.AsSpan(0, CutAt(bytes, maxLength));
            if (shown.Contains((byte)'\n'))
            {
                data.Write("\n"u8);
                BinaryPrimitives.WriteUInt64LittleEndian(data.GetSpan(8), (ulong)shown.Length);
                data.Advance(8);
            }
            else
            {
                data.Write("="u8);
            }
            data.Write(shown);
            data.Write("\n"u8);
        }
        return data.WrittenSpan.ToArray();
    }

    /// <summary>The greatest length that is not above a limit and splits no character.</summary>
    private static int CutAt(byte[] utf8, int maxLength)
    {
        if (utf8.Length <= maxLength)
            return utf8.Length;
        int length = maxLength;
        while (length > 0 && (utf8[length] & 0xC0) == 0x80)
            length--;
        return length;
    }

    private SocketError Send(byte[] data)
    {
        try
        {
            _socket.SendTo(data, _endPoint);
            return SocketError.Success;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            // Whoever logs to the very end finds nobody listening.
            return SocketError.Shutdown;
        }
    }
}
