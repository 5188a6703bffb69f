namespace Pyruse.Core.Patterns;

/// <summary>How many characters a part can match; large numbers are capped, since only equality and zero are asked for.</summary>
internal sealed record PatternWidth(long Minimum, long Maximum)
{
    private const long Unbounded = 1L << 40;

    private static readonly PatternWidth Zero = new(0, 0);

    private static readonly PatternWidth One = new(1, 1);

    /// <param name="node">The part.</param>
    /// <param name="groups">The widths of all groups that are complete before it or inside it.</param>
    public static PatternWidth Of(PatternNode node, IReadOnlyDictionary<int, PatternWidth> groups) => node switch
    {
        CharacterNode or ClassNode or AnyNode => One,
        AnchorNode or LookNode => Zero,
        SequenceNode(var items) => items.Aggregate(Zero, (sum, item) => sum.Plus(Of(item, groups))),
        AlternationNode(var branches) => branches.Select(branch => Of(branch, groups)).Aggregate((left, right) => left.Or(right)),
        ConditionalNode conditional => Of(conditional.Yes, groups).Or(Of(conditional.No, groups)),
        CaptureNode(var number, _) => groups[number],
        AtomicNode(var body) => Of(body, groups),
        BackreferenceNode(var number, _) => groups[number],
        RepeatNode repeat => Of(repeat.Body, groups).Times(repeat.Minimum, repeat.Maximum),
        _ => throw new InvalidOperationException($"The pattern part {node.GetType().Name} has no width."),
    };

    private PatternWidth Plus(PatternWidth other) => new(Cap(Minimum + other.Minimum), Cap(Maximum + other.Maximum));

    private PatternWidth Or(PatternWidth other) => new(Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));

    private PatternWidth Times(int least, int? most) => new(Cap(Minimum * least), Maximum == 0 ? 0 : Cap(most is { } count ? Maximum * count : Unbounded));

    private static long Cap(long value) => Math.Min(value, Unbounded);
}
