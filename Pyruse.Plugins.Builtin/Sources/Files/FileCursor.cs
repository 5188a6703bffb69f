using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>How far a file was read.</summary>
/// <param name="Path">Where it was first found.</param>
/// <param name="Identity">Which file it is.</param>
/// <param name="Offset">Where the next entry begins.</param>
/// <param name="Head">What it begins with.</param>
/// <param name="Modified">When it was last written to, as far as it was read, in microseconds since 1970-01-01 UTC.</param>
/// <param name="IsRotated">Another file has its path.</param>
/// <param name="IsInCutLine">The offset is inside of a line that was cut.</param>
/// <param name="Multiples">How many multiples of the watched size it has passed.</param>
internal sealed record FilePosition(
    string Path, FileIdentity Identity, long Offset, Fingerprint Head, long Modified, bool IsRotated, bool IsInCutLine, long Multiples);

/// <summary>The position in all files of a source, as one text.</summary>
/// <param name="Time">When it was taken, in microseconds since 1970-01-01 UTC.</param>
/// <param name="Files">The files that are known, in the order in which they are read.</param>
internal sealed record FileCursor(long Time, IReadOnlyList<FilePosition> Files)
{
    /// <summary>Reads a text.</summary>
    /// <returns>Null when it is none of a source of files.</returns>
    public static FileCursor? TryParse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return new(root.GetProperty("time").GetInt64(), [.. root.GetProperty("files").EnumerateArray().Select(Read)]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Gives the text.</summary>
    public override string ToString()
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("time", Time);
            json.WriteStartArray("files");
            foreach (FilePosition file in Files)
                Write(json, file);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, FilePosition file)
    {
        json.WriteStartArray();
        json.WriteStringValue(file.Path);
        json.WriteNumberValue(file.Identity.Device);
        json.WriteNumberValue(file.Identity.Inode);
        json.WriteNumberValue(file.Offset);
        json.WriteNumberValue(file.Head.Length);
        json.WriteStringValue(file.Head.Hash.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteNumberValue(file.Modified);
        json.WriteNumberValue((file.IsRotated ? 1 : 0) | (file.IsInCutLine ? 2 : 0));
        json.WriteNumberValue(file.Multiples);
        if (file.Identity.Born is { } born)
            json.WriteNumberValue(born);
        json.WriteEndArray();
    }

    private static FilePosition Read(JsonElement file)
    {
        int flags = file[7].GetInt32();
        var head = new Fingerprint(Math.Clamp(file[4].GetInt32(), 0, Fingerprint.MaxLength), ulong.Parse(file[5].GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return new(
            file[0].GetString()!, new(file[1].GetUInt64(), file[2].GetUInt64(), file.GetArrayLength() > 9 ? file[9].GetInt64() : null), Math.Max(0, file[3].GetInt64()), head,
            file[6].GetInt64(), (flags & 1) != 0, (flags & 2) != 0, file[8].GetInt64());
    }
}
