using Pyruse.Core.Effects;

namespace Pyruse.Plugins.Sdk.Testing;

/// <summary>What came of walking entries through modules.</summary>
/// <param name="Passed">For each entry, whether it passed the filter, or the action was done. Empty for a whole configuration.</param>
/// <param name="Fields">For each entry that passed, the values of the fields that the bench was asked to read; null where a field is missing.</param>
/// <param name="Effects">What the actions want done, in the order of entries and steps.</param>
/// <param name="Messages">What the engine wrote about itself: warnings of the configuration, and failures of steps, each step's first one.</param>
/// <param name="Failures">How often a step failed.</param>
public sealed record BenchRun(
    IReadOnlyList<bool> Passed, IReadOnlyList<IReadOnlyDictionary<string, string?>> Fields, IReadOnlyList<Effect> Effects, IReadOnlyList<string> Messages, long Failures)
{
    /// <summary>The effects as JSON, one line each, as <c>pyruse replay</c> prints them.</summary>
    public IReadOnlyList<string> Lines => [.. Effects.Select(EffectJson.Format)];
}
