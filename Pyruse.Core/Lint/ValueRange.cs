namespace Pyruse.Core.Lint;

/// <summary>Which values a field can have after some filters have passed or not. Immutable. Fields with several values are taken for fields with one.</summary>
internal sealed record ValueRange
{
    /// <summary>Nothing is known of the field.</summary>
    public static ValueRange Anything { get; } = new();

    /// <summary>Whether some filter passed, so that the field is there.</summary>
    private bool IsPresent { get; init; }

    /// <summary>The only values that it can have; null: any.</summary>
    private IReadOnlySet<string>? Allowed { get; init; }

    private IReadOnlySet<string> Excluded { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    private double Least { get; init; } = double.NegativeInfinity;

    private double Most { get; init; } = double.PositiveInfinity;

    private bool IsLeastOut { get; init; }

    private bool IsMostOut { get; init; }

    /// <summary>Whether there is such a value, or the field may be missing.</summary>
    public bool IsPossible => !IsPresent
        || (Allowed is null ? Least < Most || (Least == Most && !IsLeastOut && !IsMostOut) : Allowed.Any(value => !Excluded.Contains(value) && IsWithin(value)));

    /// <summary>Tells two ranges apart.</summary>
    public string Key => $"{IsPresent}|{(Allowed is null ? "*" : string.Join('\u0001', Allowed.Order(StringComparer.Ordinal)))}|{string.Join('\u0001', Excluded.Order(StringComparer.Ordinal))}|{Least}{IsLeastOut}|{Most}{IsMostOut}";

    /// <summary>Gives what is left after a test.</summary>
    public ValueRange After(StepTest test, bool hasPassed)
    {
        if (test.Values is { } values)
        {
            return hasPassed
                ? this with { IsPresent = true, Allowed = Allowed is null ? values : Allowed.Intersect(values).ToHashSet(StringComparer.Ordinal) }
                : this with { Excluded = Excluded.Concat(values).ToHashSet(StringComparer.Ordinal) };
        }
        ValueRange next = hasPassed ? this with { IsPresent = true } : this;
        // What fails "at least" is less, or is missing.
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
