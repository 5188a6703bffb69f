namespace Pyruse.Core.Lint;

/// <summary>A kind of finding that <c>pyruse check</c> makes about a configuration which works, but probably not as meant.</summary>
/// <param name="Code">The code, which stays what it is from version to version: <c>PYR</c> and three digits.</param>
/// <param name="Reason">Why it is found, in one line.</param>
/// <param name="Remedy">What to do about it, in one line.</param>
public sealed record LintCode(string Code, string Reason, string Remedy)
{
    /// <summary>Gives the code.</summary>
    public override string ToString() => Code;
}
