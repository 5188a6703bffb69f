using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Misbehaving;

/// <summary>Can't be made.</summary>
[Filter("throwsWhenMade")]
public sealed class ThrowsWhenMade : IFilter
{
    public ThrowsWhenMade() => throw new InvalidOperationException("The moon is not right.");

    public bool Matches(LogEntry entry) => true;
}

/// <summary>Can't be prepared.</summary>
[Filter("throwsWhenPrepared")]
public sealed class ThrowsWhenPrepared : IFilter
{
    private static readonly int Number = int.Parse("no number", System.Globalization.CultureInfo.InvariantCulture);

    private readonly int _number = Number;

    public bool Matches(LogEntry entry) => _number > 0;
}

/// <summary>Wants all the memory there is.</summary>
[Filter("hungry")]
public sealed class Hungry : IFilter
{
    private readonly List<long[]> _food = [];

    public Hungry()
    {
        while (_food.Count < 1000)
            _food.Add(new long[int.MaxValue / 8]);
    }

    public bool Matches(LogEntry entry) => _food.Count > 0;
}
