using System.Globalization;
using System.Runtime.InteropServices;

namespace Pyruse.Benchmarks.Measuring;

/// <summary>What is said of the machine under figures: enough to compare them, nothing that names it.</summary>
internal static class Machine
{
    /// <summary>Processor, memory, kernel and runtime in one line.</summary>
    public static string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GB of memory, Linux {Kernel()}, .NET {Environment.Version}");

    /// <summary>How many threads wanted a processor at the same time during the last minute: with more than there are cores, times are longer than they have to be.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Processor() => File.ReadLines("/proc/cpuinfo")
        .Where(static line => line.StartsWith("model name", StringComparison.Ordinal)).Select(static line => line[(line.IndexOf(':') + 1)..].Trim())
        .FirstOrDefault(RuntimeInformation.ProcessArchitecture.ToString());

    private static string Kernel() => string.Join('.', Environment.OSVersion.Version.ToString().Split('.').Take(2));
}
