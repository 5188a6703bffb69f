using Pyruse.Core.Configuration;

namespace Pyruse.Core.Lint;

/// <summary>Finds one kind of fault, or a few that are found together. A rule speaks only when it is sure.</summary>
internal interface ILintRule
{
    /// <summary>Finds what is wrong.</summary>
    IEnumerable<LintFinding> Check(LintContext context);
}

/// <summary>Something that a rule has found.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Position">Where it is.</param>
/// <param name="Message">What is wrong and what to do about it, in sentences.</param>
internal sealed record LintFinding(LintCode Code, SourcePosition Position, string Message);
