using System.Globalization;
using System.Text;

namespace Pyruse.Core.Patterns;

/// <summary>Writes a text that a pattern probably matches, with a hole in it at one part, and a given text for one group.</summary>
/// <remarks>Look-arounds are not heeded: try the text out before relying on it.</remarks>
internal sealed class PatternSample
{
    /// <summary>What is tried for a class, before all other ASCII characters.</summary>
    private const string Preferred = "x1aZ0 -_.:/@";

    private readonly StringBuilder _text = new();
    private readonly Dictionary<int, string> _captured = [];
    private readonly PatternNode? _hole;
    private readonly int _group;
    private readonly string _groupText;
    private int _holeAt = -1;
    private int _groupAt = -1;

    private PatternSample(PatternNode? hole, int group, string groupText) => (_hole, _group, _groupText) = (hole, group, groupText);

    /// <summary>Writes a text.</summary>
    /// <param name="root">The pattern.</param>
    /// <param name="hole">The part that is left out; null: none.</param>
    /// <param name="group">The group whose text is given.</param>
    /// <param name="groupText">Its text.</param>
    /// <returns>What comes before and after the hole, and whether the hole is before the group; null when the pattern can't be written so.</returns>
    public static (string Before, string After, bool IsHoleFirst)? Write(PatternNode root, PatternNode? hole, int group, string groupText)
    {
        var sample = new PatternSample(hole, group, groupText);
        sample.Write(root);
        if (sample._groupAt < 0 || (hole is not null && sample._holeAt < 0))
            return null;
        string text = sample._text.ToString();
        int at = Math.Max(sample._holeAt, 0);
        return (text[..at], text[at..], sample._holeAt >= 0 && sample._holeAt <= sample._groupAt);
    }

    /// <summary>A character that a part of one character matches; null: no ASCII character does.</summary>
    public static char? CharacterOf(PatternNode node) => node switch
    {
        AnyNode => 'x',
        ClassNode set when CharacterTest.Of(set) is var test => Preferred.Concat(Enumerable.Range(' ', 95).Select(static c => (char)c)).Cast<char?>().FirstOrDefault(c => test.Admits(c!.Value)),
        _ => null,
    };

    private void Write(PatternNode node)
    {
        if (ReferenceEquals(node, _hole))
        {
            _holeAt = _text.Length;
            return;
        }
        switch (node)
        {
            case CharacterNode character:
                _text.Append(new Rune(character.CodePoint).ToString());
                break;
            case AnyNode or ClassNode:
                _text.Append(CharacterOf(node)?.ToString(CultureInfo.InvariantCulture) ?? "");
                break;
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                    Write(item);
                break;
            case AlternationNode alternation:
                Write(alternation.Branches.FirstOrDefault(IsWanted) ?? alternation.Branches[0]);
                break;
            case CaptureNode capture:
                WriteCapture(capture);
                break;
            case AtomicNode atomic:
                Write(atomic.Body);
                break;
            case RepeatNode repeat:
                for (int i = CountOf(repeat); i > 0; i--)
                    Write(repeat.Body);
                break;
            case BackreferenceNode reference:
                _text.Append(_captured.GetValueOrDefault(reference.Number, ""));
                break;
            case ConditionalNode conditional:
                Write(_captured.ContainsKey(conditional.Number) ? conditional.Yes : conditional.No);
                break;
        }
    }

    private void WriteCapture(CaptureNode capture)
    {
        int start = _text.Length;
        if (capture.Number == _group)
        {
            _groupAt = start;
            _text.Append(_groupText);
        }
        else
        {
            Write(capture.Body);
        }
        _captured[capture.Number] = _text.ToString(start, _text.Length - start);
    }

    private int CountOf(RepeatNode repeat)
    {
        bool isFree = repeat.Body is AnyNode or ClassNode && repeat.Maximum != 1;
        int count = Math.Max(repeat.Minimum, IsWanted(repeat.Body) || isFree ? 1 : 0);
        return Math.Min(count, repeat.Maximum ?? count);
    }

    /// <summary>Whether the hole or the group is in a part.</summary>
    private bool IsWanted(PatternNode node) => PatternTree.Within(node).Any(part => ReferenceEquals(part, _hole) || (part is CaptureNode capture && capture.Number == _group));
}
