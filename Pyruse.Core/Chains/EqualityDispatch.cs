using System.Diagnostics.CodeAnalysis;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Chains;

/// <summary>
/// One look-up in place of successive filters that each compare the same field with texts: "is it sshd? else is it nginx? else …".
/// So the cost of an entry does not grow with the number of chains.
/// </summary>
internal sealed class EqualityDispatch
{
    private readonly Field _field;
    private readonly int[] _onPass;
    private readonly int _otherwise;
    private readonly Dictionary<byte[], int[]>.AlternateLookup<ReadOnlySpan<byte>> _positionsByValue;

    /// <param name="field">The field that all the filters compare.</param>
    /// <param name="filters">The values of each filter, in the order in which the filters were asked.</param>
    /// <param name="onPass">The successor of each filter when it passes.</param>
    /// <param name="otherwise">The successor when none passes.</param>
    public EqualityDispatch(Field field, IReadOnlyList<IReadOnlyList<ComparisonValue>> filters, int[] onPass, int otherwise)
    {
        _field = field;
        _onPass = onPass;
        _otherwise = otherwise;
        var positions = new Dictionary<byte[], int[]>(BytesComparer.Instance);
        for (int position = 0; position < filters.Count; position++)
        {
            foreach (ComparisonValue value in filters[position])
            {
                byte[] bytes = value.DecisiveBytes.ToArray();
                positions[bytes] = [.. positions.GetValueOrDefault(bytes, []), position];
            }
        }
        _positionsByValue = positions.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Finds where the entry goes that stands before the filter at a position.</summary>
    /// <returns>False when the field has several values, so that the filter itself must be asked.</returns>
    public bool TryGetNext(LogEntry entry, int position, out int next)
    {
        next = _otherwise;
        if (entry.IsMultiple(_field))
            return false;
        FieldValue value = entry.First(_field);
        if (_positionsByValue.TryGetValue(value.Utf8, out int[]? candidates) && value.Kind == FieldValueKind.Text)
        {
            foreach (int candidate in candidates)
            {
                if (candidate >= position)
                {
                    next = _onPass[candidate];
                    break;
                }
            }
        }
        return true;
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode((ReadOnlySpan<byte>)obj);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            // The keys come from the configuration: hostile look-ups can't make them collide. Long texts differ early.
            uint hash = (uint)alternate.Length;
            foreach (byte b in alternate[..Math.Min(alternate.Length, 32)])
                hash = (hash ^ b) * 16777619;
            return (int)(hash ^ (hash >> 15));
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
