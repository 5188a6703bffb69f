namespace Pyruse.Core.Patterns;

/// <summary>What is known for certain of every text that a part of a pattern consumes.</summary>
/// <param name="Exact">The very text; null when there may be several.</param>
/// <param name="Prefix">What it begins with.</param>
/// <param name="Suffix">What it ends with.</param>
/// <param name="Inner">The longest known text inside of it; the three above are inside as well.</param>
/// <param name="AnyOf">Texts of which one at least is inside; null when nothing is known.</param>
internal sealed record LiteralFacts(string? Exact, string Prefix, string Suffix, string Inner, IReadOnlyList<string>? AnyOf)
{
    private const int MaxLength = 256;

    private const int MaxBranches = 32;

    private static readonly LiteralFacts Nothing = new(null, "", "", "", null);

    private static readonly LiteralFacts Empty = new("", "", "", "", null);

    public static LiteralFacts Of(PatternNode node) => node switch
    {
        CharacterNode { Case: CaseRule.Exact } character => Exactly(Text(character.CodePoint)),
        // What a look-around sees is not consumed, and its neighbours stay neighbours.
        AnchorNode or LookNode => Empty,
        SequenceNode(var items) => items.Aggregate(Empty, (left, item) => left.Then(Of(item))),
        AlternationNode(var branches) => Either(branches.Select(Of).ToList()),
        ConditionalNode conditional => Either([Of(conditional.Yes), Of(conditional.No)]),
        CaptureNode(_, var body) => Of(body),
        AtomicNode(var body) => Of(body),
        RepeatNode { Maximum: 0 } => Empty,
        RepeatNode { Minimum: > 0 } repeat => Of(repeat.Body).Repeated(repeat.Minimum, repeat.Minimum == repeat.Maximum),
        _ => Nothing,
    };

    /// <summary>Gives a character as text, also the half of one that <c>\ud800</c> means.</summary>
    public static string Text(int codePoint) =>
        codePoint <= CodePointSet.LastBasic ? ((char)codePoint).ToString() : char.ConvertFromUtf32(codePoint);

    private static LiteralFacts Exactly(string text) => new(text, text, text, text, null);

    private LiteralFacts Then(LiteralFacts next)
    {
        var exact = Exact is not null && next.Exact is not null ? Exact + next.Exact : null;
        if (exact?.Length <= MaxLength)
            return Exactly(exact);
        var prefix = Exact is null ? Prefix : Exact + next.Prefix;
        var suffix = next.Exact is null ? next.Suffix : Suffix + next.Exact;
        var inner = Longest([Inner, next.Inner, Suffix + next.Prefix]);
        return new LiteralFacts(
            null,
            prefix[..Math.Min(prefix.Length, MaxLength)],
            suffix[Math.Max(0, suffix.Length - MaxLength)..],
            inner[..Math.Min(inner.Length, MaxLength)],
            Stricter(AnyOf, next.AnyOf));
    }

    private LiteralFacts Repeated(int least, bool isFixed)
    {
        const int EnoughTurns = 8;
        var turns = Math.Min(least, EnoughTurns);
        var repeated = this;
        for (var turn = 1; turn < turns; turn++)
            repeated = repeated.Then(this);
        return isFixed && turns == least ? repeated : repeated with { Exact = null };
    }

    private static LiteralFacts Either(IReadOnlyList<LiteralFacts> branches)
    {
        var first = branches[0];
        if (first.Exact is not null && branches.All(branch => branch.Exact == first.Exact))
            return first;
        var prefix = branches.Select(branch => branch.Prefix).Aggregate(CommonPrefix);
        var suffix = branches.Select(branch => branch.Suffix).Aggregate(CommonSuffix);
        var least = branches.MinBy(branch => branch.Inner.Length)!.Inner;
        var shared = branches.All(branch => branch.Inner.Contains(least, StringComparison.Ordinal)) ? least : "";
        return new LiteralFacts(null, prefix, suffix, Longest([prefix, suffix, shared]), OneOfEach(branches));
    }

    private static List<string>? OneOfEach(IReadOnlyList<LiteralFacts> branches)
    {
        var all = new List<string>();
        foreach (var branch in branches)
        {
            if (branch.Inner.Length > 0)
                all.Add(branch.Inner);
            else if (branch.AnyOf is not null)
                all.AddRange(branch.AnyOf);
            else
                return null;
        }

        return all.Count <= MaxBranches ? all.Distinct(StringComparer.Ordinal).ToList() : null;
    }

    private static IReadOnlyList<string>? Stricter(IReadOnlyList<string>? left, IReadOnlyList<string>? right) =>
        right is null || left?.Min(text => text.Length) >= right.Min(text => text.Length) ? left : right;

    private static string Longest(IEnumerable<string> texts) => texts.MaxBy(text => text.Length)!;

    private static string CommonPrefix(string left, string right) => left[..left.AsSpan().CommonPrefixLength(right)];

    private static string CommonSuffix(string left, string right)
    {
        var length = 0;
        while (length < Math.Min(left.Length, right.Length) && left[^(length + 1)] == right[^(length + 1)])
            length++;
        return left[^length..];
    }
}
