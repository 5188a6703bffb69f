using System.Globalization;
using System.Text;

namespace Pyruse.Core.Processes;

/// <summary>The beginning of what a program says, on standard output and standard error, in the order in which it comes.</summary>
internal sealed class ProcessOutput
{
    /// <summary>More bytes than this are counted, not kept.</summary>
    public const int MaxLength = 4096;

    private const int BufferSize = 4096;

    // Guarded by _lock.
    private readonly Lock _lock = new();
    private readonly byte[] _kept = new byte[MaxLength];
    private int _length;
    private bool _isCut;

    /// <summary>Reads to the end, so that the program is not stopped by a full pipe; or until it is cancelled, which is no error.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                Add(buffer.AsSpan(0, count));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What came so far is all there is.
        }
    }

    /// <summary>Gives what was said, without spaces around it; <c>…</c> at its end when there was more.</summary>
    public override string ToString()
    {
        lock (_lock)
            return Encoding.UTF8.GetString(_kept, 0, _length).Trim() + (_isCut ? "…" : "");
    }

    /// <summary>Makes one line of what a program said, in which nothing can move a terminal's cursor, change its colours or turn the direction of writing.</summary>
    public static string OneLine(string output)
    {
        string[] lines = output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var shown = new StringBuilder();
        foreach (Rune rune in string.Join(' ', lines).EnumerateRunes())
        {
            bool isHarmless = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
            shown.Append(isHarmless ? rune : new Rune(rune.Value == '\t' ? ' ' : '·'));
        }
        return shown.ToString();
    }

    private void Add(ReadOnlySpan<byte> said)
    {
        lock (_lock)
        {
            int count = Math.Min(said.Length, MaxLength - _length);
            said[..count].CopyTo(_kept.AsSpan(_length));
            _length += count;
            _isCut |= count < said.Length;
        }
    }
}
