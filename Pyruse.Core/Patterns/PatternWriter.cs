using System.Text;

namespace Pyruse.Core.Patterns;

/// <summary>Writes a pattern in .NET's syntax, with the meaning it has in Python.</summary>
/// <remarks>
/// The result needs no option but <c>CultureInvariant</c>. No group is named, so .NET numbers them left to right as Python does.
/// </remarks>
internal sealed class PatternWriter
{
    private const string AsciiWord = "[0-9A-Z_a-z]";

    private readonly StringBuilder _text = new();

    public static string Write(PatternNode root)
    {
        var writer = new PatternWriter();
        writer.Write(root, Place.Anywhere);
        return writer._text.ToString();
    }

    private void Write(PatternNode node, Place place)
    {
        switch (node)
        {
            case CharacterNode character:
                var written = ClassWriter.Character(character, out var isItem);
                Enclose(place == Place.Repeated && !isItem, () => _text.Append(written));
                break;
            case ClassNode characterClass:
                _text.Append(ClassWriter.Class(characterClass));
                break;
            case AnyNode(var includesNewline):
                _text.Append(includesNewline ? @"[\s\S]" : ".");
                break;
            case AnchorNode(var anchor):
                Enclose(place == Place.Repeated, () => _text.Append(Written(anchor)));
                break;
            case SequenceNode(var items):
                Enclose(place == Place.Repeated, () => WriteAll(items));
                break;
            case AlternationNode(var branches):
                Enclose(place != Place.Anywhere, () => WriteBranches(branches));
                break;
            case CaptureNode(_, var body):
                WriteGroup("(", body);
                break;
            case AtomicNode(var body):
                WriteGroup("(?>", body);
                break;
            case LookNode look:
                WriteGroup((look.IsBehind, look.IsNegated) switch
                {
                    (false, false) => "(?=",
                    (false, true) => "(?!",
                    (true, false) => "(?<=",
                    (true, true) => "(?<!",
                }, look.Body);
                break;
            case RepeatNode { Greed: Greed.Possessive } repeat:
                WriteGroup("(?>", repeat with { Greed = Greed.Greedy });
                break;
            case RepeatNode repeat:
                Enclose(place == Place.Repeated, () => WriteRepeat(repeat));
                break;
            case BackreferenceNode(var number, var rule):
                _text.Append(rule == CaseRule.Exact ? $@"\k<{number}>" : $@"(?i:\k<{number}>)");
                break;
            case ConditionalNode conditional:
                _text.Append($"(?({conditional.Number})");
                Write(conditional.Yes, Place.InSequence);
                _text.Append('|');
                Write(conditional.No, Place.InSequence);
                _text.Append(')');
                break;
            default:
                throw new InvalidOperationException($"The pattern part {node.GetType().Name} cannot be written.");
        }
    }

    private void WriteRepeat(RepeatNode repeat)
    {
        Write(repeat.Body, Place.Repeated);
        _text.Append((repeat.Minimum, repeat.Maximum) switch
        {
            (0, null) => "*",
            (1, null) => "+",
            (0, 1) => "?",
            (var least, null) => $"{{{least},}}",
            var (least, most) => $"{{{least},{most}}}",
        });
        if (repeat.Greed == Greed.Lazy)
            _text.Append('?');
    }

    private void WriteAll(IReadOnlyList<PatternNode> items)
    {
        foreach (var item in items)
            Write(item, Place.InSequence);
    }

    private void WriteBranches(IReadOnlyList<PatternNode> branches)
    {
        for (var index = 0; index < branches.Count; index++)
        {
            if (index > 0)
                _text.Append('|');
            Write(branches[index], Place.InSequence);
        }
    }

    private void WriteGroup(string opening, PatternNode body)
    {
        _text.Append(opening);
        Write(body, Place.Anywhere);
        _text.Append(')');
    }

    private void Enclose(bool isNeeded, Action write)
    {
        if (isNeeded)
            _text.Append("(?:");
        write();
        if (isNeeded)
            _text.Append(')');
    }

    private static string Written(Anchor anchor) => anchor switch
    {
        Anchor.TextStart => @"\A",
        Anchor.LineStart => "(?m:^)",
        Anchor.TextEnd => @"\Z",
        Anchor.LineEnd => "(?m:$)",
        Anchor.AbsoluteEnd => @"\z",
        Anchor.WordBoundary => @"\b",
        Anchor.NoWordBoundary => @"\B",
        Anchor.AsciiWordBoundary => $"(?:(?<={AsciiWord})(?!{AsciiWord})|(?<!{AsciiWord})(?={AsciiWord}))",
        Anchor.NoAsciiWordBoundary => $"(?:(?<={AsciiWord})(?={AsciiWord})|(?<!{AsciiWord})(?!{AsciiWord}))",
        _ => throw new InvalidOperationException($"The anchor {anchor} cannot be written."),
    };

    /// <summary>Where a part stands, which decides whether it needs a group around it.</summary>
    private enum Place
    {
        Anywhere,
        InSequence,
        Repeated,
    }
}
