namespace Pyruse.Core.Patterns;

/// <summary>A capturing group of a pattern.</summary>
/// <param name="Number">Its number: opening parentheses counted from 1, left to right, whether named or not.</param>
/// <param name="Name">Its name; null for an unnamed group.</param>
public sealed record PatternGroup(int Number, string? Name);
