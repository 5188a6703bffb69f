namespace Pyruse.Core.Patterns;

/// <summary>Walks the parts of a pattern.</summary>
internal static class PatternTree
{
    /// <summary>A part and all that is in it, in the order of the pattern; look-arounds are not looked into.</summary>
    public static IEnumerable<PatternNode> Within(PatternNode node) => PartsOf(node).SelectMany(Within).Prepend(node);

    private static IReadOnlyList<PatternNode> PartsOf(PatternNode node) => node switch
    {
        SequenceNode sequence => sequence.Items,
        AlternationNode alternation => alternation.Branches,
        CaptureNode capture => [capture.Body],
        AtomicNode atomic => [atomic.Body],
        RepeatNode repeat => [repeat.Body],
        ConditionalNode conditional => [conditional.Yes, conditional.No],
        _ => [],
    };
}
