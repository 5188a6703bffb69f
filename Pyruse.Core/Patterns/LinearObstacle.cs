namespace Pyruse.Core.Patterns;

/// <summary>Names what keeps a pattern from running in linear time.</summary>
internal static class LinearObstacle
{
    /// <returns>Such as <c>a back-reference</c>; null when nothing does.</returns>
    public static string? Of(PatternNode root) => LinearSize.Fits(root) ? null : Find(root) ?? "counts that are too large";

    private static string? Find(PatternNode node) => node switch
    {
        LookNode { IsBehind: true } => "a look-behind",
        LookNode => "a look-ahead",
        BackreferenceNode => "a back-reference",
        ConditionalNode => "a conditional",
        AtomicNode => "an atomic group",
        RepeatNode { Greed: Greed.Possessive } => "a possessive quantifier",
        AnchorNode(Anchor.AsciiWordBoundary or Anchor.NoAsciiWordBoundary) => "a word boundary under the flag \"a\"",
        ClassNode(var items, _, _) when items.Any(item => item is RangeItem { High: > CodePointSet.LastBasic }) => "a class with characters beyond U+FFFF",
        SequenceNode(var items) => FindAny(items),
        AlternationNode(var branches) => FindAny(branches),
        CaptureNode(_, var body) => Find(body),
        RepeatNode repeat => Find(repeat.Body),
        _ => null,
    };

    private static string? FindAny(IEnumerable<PatternNode> nodes) => nodes.Select(Find).FirstOrDefault(static obstacle => obstacle is not null);
}
