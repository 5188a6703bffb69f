namespace Pyruse.Benchmarks.Measuring;

/// <summary>What is said of several measurements of the same thing.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The value below which a share of the values lies, between neighbours in proportion.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">From 0 (the least) to 1 (the greatest).</param>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("There is no quantile of nothing.", nameof(values));
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (place - below));
    }

    /// <summary>Counts values in classes of one width, from 0 on.</summary>
    /// <returns>For each class, without gaps up to the last that is not empty, how many values lie in it; its lower end belongs to it.</returns>
    public static int[] Histogram(IEnumerable<double> values, double width)
    {
        int[] classes = [.. values.Select(value => (int)Math.Max(0, value / width))];
        int[] counts = new int[classes.Append(-1).Max() + 1];
        foreach (int number in classes)
            counts[number]++;
        return counts;
    }
}
