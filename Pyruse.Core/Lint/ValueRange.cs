using System.Collections.Immutable;

namespace Pyruse.Core.Lint;

/// <summary>Which values a field can have after some filters have passed or not. Immutable. Fields with several values are taken for fields with one.</summary>
internal sealed record ValueRange
{
    /// <summary>Nothing is known of the field.</summary>
    public static ValueRange Anything { get; } = new();

    /// <summary>Whether there is such a value, or the field may be missing.</summary>
    public bool IsPossible => !IsPresent || (Allowed is null ? Least < Most || (Least == Most && !IsLeastOut && !IsMostOut) : Allowed.Count > 0);

    /// <summary>Tells ranges apart: others have another number, as good as certainly.</summary>
    public ulong Hash { get; private init; }

    /// <summary>Whether some filter passed, so that the field is there.</summary>
    private bool IsPresent { get; init; }

    /// <summary>The only values that it can have; null: any.</summary>
    private ImmutableHashSet<string>? Allowed { get; init; }

    /// <summary>The values that it can't have, as long as it may have any other.</summary>
    private ImmutableHashSet<string> Excluded { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    private double Least { get; init; } = double.NegativeInfinity;

    private double Most { get; init; } = double.PositiveInfinity;

    private bool IsLeastOut { get; init; }

    private bool IsMostOut { get; init; }

    /// <summary>Gives what is left after a test.</summary>
    public ValueRange After(StepTest test, bool hasPassed)
    {
        if (test.Values is not { } values)
            return Allow(Bounded(test, hasPassed), Allowed);
        if (hasPassed)
            return Allow(this with { IsPresent = true }, Allowed?.Intersect(values) ?? values.Where(value => !Excluded.Contains(value)).ToImmutableHashSet(StringComparer.Ordinal));
        return Allowed is not null ? Allow(this, Allowed.Except(values)) : Exclude(values);
    }

    private static ValueRange Allow(ValueRange range, ImmutableHashSet<string>? allowed)
    {
        ulong hash = HashCode(range.IsPresent, range.Least, range.IsLeastOut, range.Most, range.IsMostOut);
        if (allowed is null)
            return range with { Hash = hash ^ HashOf(range.Excluded) };
        ImmutableHashSet<string> left = [.. allowed.Where(range.IsWithin)];
        return range with { Allowed = left.WithComparer(StringComparer.Ordinal), Excluded = Anything.Excluded, Hash = ~hash ^ HashOf(left) };
    }

    private static ulong HashCode(bool isPresent, double least, bool isLeastOut, double most, bool isMostOut) =>
        (((((ulong)System.HashCode.Combine(least, isLeastOut) << 32) ^ (uint)System.HashCode.Combine(most, isMostOut)) << 1) | (isPresent ? 1UL : 0UL)) * 0x9E3779B97F4A7C15;

    /// <summary>A number for a set of texts, the same in any order; of two sets together it is the exclusive-or.</summary>
    private static ulong HashOf(IEnumerable<string> values)
    {
        ulong sum = 0;
        foreach (string value in values)
        {
            // FNV-1a, and its bits mixed once more.
            ulong hash = 0xCBF29CE484222325;
            foreach (char c in value)
                hash = (hash ^ c) * 0x100000001B3;
            sum ^= (hash ^ (hash >> 29)) * 0xC2B2AE3D27D4EB4F;
        }
        return sum;
    }

    private ValueRange Exclude(IReadOnlySet<string> values)
    {
        string[] more = [.. values.Where(value => !Excluded.Contains(value))];
        return more.Length == 0 ? this : this with { Excluded = Excluded.Union(more), Hash = Hash ^ HashOf(more) };
    }

    /// <summary>What fails "at least" is less, or is missing.</summary>
    private ValueRange Bounded(StepTest test, bool hasPassed)
    {
        ValueRange next = hasPassed ? this with { IsPresent = true } : this;
        if (test.IsLowerBound == hasPassed)
            return test.Bound > Least || (test.Bound == Least && !hasPassed) ? next with { Least = test.Bound, IsLeastOut = !hasPassed } : next;
        return test.Bound < Most || (test.Bound == Most && !hasPassed) ? next with { Most = test.Bound, IsMostOut = !hasPassed } : next;
    }

    private bool IsWithin(string value)
    {
        if (double.IsNegativeInfinity(Least) && double.IsPositiveInfinity(Most))
            return true;
        return StepTest.TryNumber(value, out double number) && (number > Least || (number == Least && !IsLeastOut)) && (number < Most || (number == Most && !IsMostOut));
    }
}
