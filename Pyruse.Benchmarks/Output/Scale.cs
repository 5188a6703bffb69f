namespace Pyruse.Benchmarks.Output;

/// <summary>Places values on an axis of 0 to 1.</summary>
internal sealed class Scale
{
    private readonly Func<double, double> _place;

    private Scale(Func<double, double> place, IReadOnlyList<double> ticks)
    {
        _place = place;
        Ticks = ticks;
    }

    /// <summary>The values that are written at the axis.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>From 0 to a round number that is not below the greatest value.</summary>
    public static Scale Linear(double greatest)
    {
        double step = RoundStep(Math.Max(greatest, 1e-9) / 5);
        int steps = Math.Max(1, (int)Math.Ceiling(greatest / step));
        return new(value => value / (step * steps), [.. Enumerable.Range(0, steps + 1).Select(number => number * step)]);
    }

    /// <summary>From the least value to the greatest, equal ratios being equally long. All values are above 0, and are written at the axis.</summary>
    public static Scale Logarithmic(IEnumerable<double> values)
    {
        double[] ticks = [.. values.Distinct().Order()];
        double least = Math.Log(ticks[0]), length = Math.Log(ticks[^1]) - least;
        return new(value => length == 0 ? 0.5 : (Math.Log(value) - least) / length, ticks);
    }

    /// <summary>Where a value lies.</summary>
    public double Place(double value) => _place(value);

    /// <summary>The least of 1, 2 and 5 times a power of ten that is not below a step.</summary>
    private static double RoundStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        foreach (double factor in (double[])[1, 2, 5])
        {
            if (factor * power >= step)
                return factor * power;
        }
        return 10 * power;
    }
}
