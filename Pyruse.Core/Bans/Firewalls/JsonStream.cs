using System.Text.Json;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>Does something with the token that a reader stands on.</summary>
internal delegate void JsonTokenHandler(ref Utf8JsonReader reader);

/// <summary>Reads JSON token by token from a stream, with a small buffer whatever the length.</summary>
internal static class JsonStream
{
    private const int FirstSize = 64 * 1024;

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static async Task ReadAsync(Stream stream, JsonTokenHandler onToken, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[FirstSize];
        int filled = 0;
        var state = new JsonReaderState();
        bool isEnd = false;
        while (!isEnd)
        {
            // A token longer than the buffer.
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            int count = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            isEnd = count == 0;
            filled += count;
            if (filled == 0)
                return;
            int used = ReadTokens(buffer.AsSpan(0, filled), isEnd, ref state, onToken);
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
        }
    }

    private static int ReadTokens(ReadOnlySpan<byte> data, bool isEnd, ref JsonReaderState state, JsonTokenHandler onToken)
    {
        var reader = new Utf8JsonReader(data, isEnd, state);
        while (reader.Read())
            onToken(ref reader);
        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }
}
