using System.Buffers.Binary;
using System.Text;

namespace Pyruse.Tests.Journal.Support;

/// <summary>An entry in the Journal Export Format.</summary>
internal sealed class ExportEntry
{
    private readonly List<(string Name, byte[] Value)> _fields = [];

    public ExportEntry(long realtime, string boot = "0123456789abcdef0123456789abcdef", long? monotonic = null)
    {
        With("__REALTIME_TIMESTAMP", $"{realtime}");
        With("__MONOTONIC_TIMESTAMP", $"{monotonic ?? (realtime % 1_000_000_000_000)}");
        With("_BOOT_ID", boot);
    }

    public IReadOnlyList<(string Name, byte[] Value)> Fields => _fields;

    public ExportEntry With(string name, string value) => With(name, Encoding.UTF8.GetBytes(value));

    public ExportEntry With(string name, byte[] value)
    {
        _fields.Add((name, value));
        return this;
    }

    public void WriteTo(Stream stream)
    {
        Span<byte> length = stackalloc byte[8];
        foreach ((string name, byte[] value) in _fields)
        {
            stream.Write(Encoding.ASCII.GetBytes(name));
            // As journalctl(1) does, what is no plain text is written with its length.
            if (value.Any(static b => b < 32))
            {
                BinaryPrimitives.WriteInt64LittleEndian(length, value.Length);
                stream.Write("\n"u8);
                stream.Write(length);
            }
            else
            {
                stream.Write("="u8);
            }
            stream.Write(value);
            stream.Write("\n"u8);
        }
        stream.Write("\n"u8);
    }
}
