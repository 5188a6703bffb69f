namespace Pyruse.Core.Chains.Observing;

/// <summary>What a step does with a counter.</summary>
public enum CounterOperation
{
    /// <summary>One is added.</summary>
    Raise,

    /// <summary>One is taken away.</summary>
    Lower,

    /// <summary>It is set back to zero.</summary>
    Reset,
}

/// <summary>What a step has done with a counter.</summary>
/// <param name="Operation">What was asked for.</param>
/// <param name="Counter">The counter's name.</param>
/// <param name="Key">The key that was counted.</param>
/// <param name="Count">The count afterwards. A raise during a grace period leaves it at 0.</param>
public sealed record CounterUse(CounterOperation Operation, string Counter, string Key, int Count);
