namespace Pyruse.Core.Patterns;

/// <summary>Decides whether a pattern can run in linear time, by the size of its <see cref="LinearProgram"/>.</summary>
internal static class LinearSize
{
    private const long Limit = 10_000;

    public static bool Fits(PatternNode root) => Of(root) <= Limit;

    private static long Of(PatternNode node)
    {
        var size = node switch
        {
            // Characters beyond U+FFFF are two for the engines; only as literals they are worth the trouble.
            CharacterNode { CodePoint: > CodePointSet.LastBasic } => 2,
            ClassNode(var items, _, _) when items.Any(item => item is RangeItem { High: > CodePointSet.LastBasic }) => long.MaxValue,
            AnchorNode(Anchor.AsciiWordBoundary or Anchor.NoAsciiWordBoundary) => long.MaxValue,
            CharacterNode or ClassNode or AnyNode or AnchorNode => 1,
            SequenceNode(var items) => Sum(items),
            AlternationNode(var branches) => Sum(branches) + (2 * branches.Count),
            CaptureNode(_, var body) => Of(body) + 2,
            RepeatNode { Greed: not Greed.Possessive } repeat => OfRepeat(repeat),
            _ => long.MaxValue,
        };
        return Math.Min(size, Limit + 1);
    }

    private static long OfRepeat(RepeatNode repeat)
    {
        var body = Of(repeat.Body);
        return (body * repeat.Minimum) + ((body + 2) * ((repeat.Maximum ?? (repeat.Minimum + 1)) - repeat.Minimum));
    }

    private static long Sum(IEnumerable<PatternNode> nodes) => nodes.Aggregate(0L, (sum, node) => Math.Min(sum + Of(node), Limit + 1));
}
