using System.Text;

namespace Pyruse.Core.Effects.Lines;

/// <summary>Collects lines as UTF-8. Not safe for use by several threads.</summary>
internal sealed class LineBuffer
{
    /// <summary>A buffer that some long lines made larger than this is given back.</summary>
    private const int KeptSize = 256 * 1024;

    private byte[] _bytes = new byte[4096];
    private int _used;

    /// <summary>How many bytes there are.</summary>
    public int Length => _used;

    /// <summary>What was collected.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _used);

    /// <summary>Adds a line, in the form that <see cref="LineText"/> gives it.</summary>
    public void Add(string text)
    {
        text = LineText.Escape(text);
        int longest = Encoding.UTF8.GetMaxByteCount(text.Length) + 1;
        if (_bytes.Length - _used < longest)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + longest));
        _used += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_used));
        _bytes[_used++] = (byte)'\n';
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _used = 0;
        if (_bytes.Length > KeptSize)
            _bytes = new byte[4096];
    }
}
