namespace Pyruse.Core.Patterns;

/// <summary>Finds repeated parts that can match nothing: there the engines go separate ways, and .NET's backtracking one goes astray.</summary>
internal static class EmptyTurns
{
    /// <summary>Whether a part is repeated that can be empty; what comes once at most is not repeated.</summary>
    public static bool In(RepeatNode repeat) => repeat.Maximum is not (0 or 1) && CanBeEmpty(repeat.Body);

    private static bool CanBeEmpty(PatternNode node) => node switch
    {
        CharacterNode or ClassNode or AnyNode => false,
        SequenceNode(var items) => items.All(CanBeEmpty),
        AlternationNode(var branches) => branches.Any(CanBeEmpty),
        ConditionalNode conditional => CanBeEmpty(conditional.Yes) || CanBeEmpty(conditional.No),
        CaptureNode(_, var body) => CanBeEmpty(body),
        AtomicNode(var body) => CanBeEmpty(body),
        RepeatNode repeat => repeat.Minimum == 0 || CanBeEmpty(repeat.Body),
        _ => true,
    };
}
