using System.Globalization;

namespace Pyruse.Benchmarks.Measuring;

/// <summary>What proc(5) tells of a process that runs.</summary>
/// <param name="processId">Its number.</param>
internal sealed class ProcessFigures(int processId)
{
    /// <summary>The kernel's unit of processor time, for user space always 100 a second; see proc(5) and sysconf(3).</summary>
    private const double TicksPerSecond = 100;

    /// <summary>The memory that is resident now.</summary>
    public long ResidentBytes => StatusBytes("VmRSS:");

    /// <summary>The most that was resident at one time.</summary>
    public long PeakBytes => StatusBytes("VmHWM:");

    /// <summary>Of what is resident, the memory that is backed by no file: what the process has for itself.</summary>
    public long AnonymousBytes => StatusBytes("RssAnon:");

    /// <summary>The processor time so far, of all threads.</summary>
    public TimeSpan Processor
    {
        get
        {
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            // The second field is the name in parentheses, which may hold anything; utime and stime are the 14th and 15th.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private long StatusBytes(string name) => File.ReadLines($"/proc/{processId}/status").Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) * 1024).First();
}
