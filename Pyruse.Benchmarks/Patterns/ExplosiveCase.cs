namespace Pyruse.Benchmarks.Patterns;

/// <summary>A regular expression on which backtracking engines can take time that grows exponentially, or with a power, and text that makes them.</summary>
/// <param name="Pattern">The regular expression, as a configuration has it.</param>
/// <param name="Text">Makes a hostile text that does not match, of about so many characters.</param>
internal sealed record ExplosiveCase(string Pattern, Func<int, string> Text)
{
    public static IReadOnlyList<ExplosiveCase> All { get; } =
    [
        new("(a+)+$", Many("a", "!")),
        new("(a|a)*$", Many("a", "!")),
        new("(a|aa)+$", Many("a", "!")),
        new(@"^(\w+\s?)*$", Many("word ", "!")),
        new(@"^(([a-z])+.)+[A-Z]([a-z])+$", Many("a", "!")),
        new("(.*a){12}$", Many("a", "!")),
        new(@"\s+$", Many(" ", "!")),
        new("(?=(a+)+$)a", Many("a", "!")),
        new("^(?!(a+)+$)a", Many("a", "!")),
        new("(?<=a)(a+)+$", Many("a", "!")),
        new(@"(a+)+\1$", Many("a", "!")),
    ];

    private static Func<int, string> Many(string part, string end) => length => string.Concat(Enumerable.Repeat(part, Math.Max(1, length / part.Length))) + end;
}
