using System.Text;

namespace Pyruse.Core.Patterns;

/// <summary>Finds the literals that every match contains one after the other, none overlapping another.</summary>
internal sealed class LiteralRuns
{
    private const int MaxRuns = 16;

    private readonly List<string> _runs = [];
    private readonly StringBuilder _run = new();

    private LiteralRuns()
    {
    }

    /// <summary>Gives the literals in the order in which they stand in a match.</summary>
    public static IReadOnlyList<string> Of(PatternNode root)
    {
        var runs = new LiteralRuns();
        runs.Add(root);
        runs.EndRun();
        return [.. runs._runs.Take(MaxRuns)];
    }

    private void Add(PatternNode node)
    {
        switch (node)
        {
            case CharacterNode { Case: CaseRule.Exact } character:
                _run.Append(LiteralFacts.Text(character.CodePoint));
                break;
            // What a look-around sees is not consumed, and its neighbours stay neighbours.
            case AnchorNode or LookNode:
                break;
            case SequenceNode(var items):
                foreach (PatternNode item in items)
                    Add(item);
                break;
            case CaptureNode(_, var body):
                Add(body);
                break;
            case AtomicNode(var body):
                Add(body);
                break;
            case RepeatNode { Minimum: > 0 } repeat:
                // At least one turn is taken; what stands beside it is not known.
                EndRun();
                Add(repeat.Body);
                EndRun();
                break;
            default:
                EndRun();
                _run.Append(LiteralFacts.Of(node).Inner);
                EndRun();
                break;
        }
    }

    private void EndRun()
    {
        if (_run.Length > 0)
            _runs.Add(_run.ToString());
        _run.Clear();
    }
}
