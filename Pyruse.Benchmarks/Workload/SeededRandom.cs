namespace Pyruse.Benchmarks.Workload;

/// <summary>Random numbers that are the same for one seed on every machine and with every version of .NET: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
/// <param name="seed">Any number.</param>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextBits()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 inclusive to 1 exclusive.</summary>
    public double NextShare() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to one below the limit.</summary>
    public int Below(int limit) => (int)(NextShare() * limit);

    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>Whether something happens that happens with this probability.</summary>
    public bool Happens(double share) => NextShare() < share;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>The time between two events of a Poisson process.</summary>
    public double NextInterval(double mean) => -mean * Math.Log(1 - NextShare());

    public string NextHex(int digits) => NextBits().ToString("x16")[..digits];
}
