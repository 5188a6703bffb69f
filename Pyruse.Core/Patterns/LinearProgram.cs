namespace Pyruse.Core.Patterns;

internal enum Operation
{
    /// <summary>Consumes a character that <see cref="Instruction.Test"/> admits.</summary>
    Consume,

    /// <summary>Goes on at <see cref="Instruction.Target"/>, and with less priority at <see cref="Instruction.Other"/>.</summary>
    Fork,

    /// <summary>Goes on at <see cref="Instruction.Target"/>.</summary>
    Jump,

    /// <summary>Notes the position in the slot <see cref="Instruction.Target"/>.</summary>
    Note,

    /// <summary>Goes on if the <see cref="Anchor"/> <see cref="Instruction.Target"/> holds.</summary>
    Check,

    /// <summary>The pattern has matched.</summary>
    Accept,
}

/// <summary>A step of a <see cref="LinearProgram"/>.</summary>
internal sealed record Instruction(Operation Operation, int Target = 0, int Other = 0, Func<char, bool>? Test = null);

/// <summary>A pattern as instructions that many threads follow through the text at once (Thompson 1968, with captures after Pike).</summary>
internal sealed class LinearProgram
{
    private readonly List<Instruction> _instructions = [];

    public LinearProgram(PatternNode root, int groupCount)
    {
        SlotCount = 2 * (groupCount + 1);
        Compile(new CaptureNode(0, root));
        Add(new Instruction(Operation.Accept));
    }

    public IReadOnlyList<Instruction> Instructions => _instructions;

    /// <summary>The number of positions to note: begin and end of each group, group 0 first.</summary>
    public int SlotCount { get; }

    private int Next => _instructions.Count;

    private void Compile(PatternNode node)
    {
        switch (node)
        {
            case CharacterNode { CodePoint: > CodePointSet.LastBasic } character:
                foreach (var unit in char.ConvertFromUtf32(character.CodePoint))
                    Consume(candidate => candidate == unit);
                break;
            case CharacterNode { Case: CaseRule.Exact } character:
                Consume(candidate => candidate == character.CodePoint);
                break;
            case CharacterNode character:
                Consume(CharacterTest.Of((char)character.CodePoint, character.Case).Admits);
                break;
            case ClassNode characterClass:
                Consume(CharacterTest.Of(characterClass).Admits);
                break;
            case AnyNode(var includesNewline):
                Consume(includesNewline ? _ => true : candidate => candidate != '\n');
                break;
            case AnchorNode(var anchor):
                Add(new Instruction(Operation.Check, (int)anchor));
                break;
            case SequenceNode(var items):
                foreach (var item in items)
                    Compile(item);
                break;
            case AlternationNode(var branches):
                CompileBranches(branches);
                break;
            case CaptureNode(var number, var body):
                Add(new Instruction(Operation.Note, 2 * number));
                Compile(body);
                Add(new Instruction(Operation.Note, (2 * number) + 1));
                break;
            case RepeatNode repeat:
                CompileRepeat(repeat);
                break;
            default:
                throw new InvalidOperationException($"The pattern part {node.GetType().Name} cannot run in linear time.");
        }
    }

    private void CompileBranches(IReadOnlyList<PatternNode> branches)
    {
        var ends = new List<int>();
        foreach (var branch in branches.SkipLast(1))
        {
            var fork = Add(null);
            Compile(branch);
            ends.Add(Add(null));
            _instructions[fork] = new Instruction(Operation.Fork, fork + 1, Next);
        }

        Compile(branches[^1]);
        foreach (var end in ends)
            _instructions[end] = new Instruction(Operation.Jump, Next);
    }

    private void CompileRepeat(RepeatNode repeat)
    {
        for (var turn = 0; turn < repeat.Minimum; turn++)
            Compile(repeat.Body);
        if (repeat.Maximum is not { } maximum)
        {
            // Deciding behind the body, not before it, lets a turn that takes nothing pass once.
            var skip = Add(null);
            Compile(repeat.Body);
            var again = Add(null);
            _instructions[skip] = Fork(repeat.Greed, skip + 1);
            _instructions[again] = Fork(repeat.Greed, skip + 1);
            return;
        }

        var forks = new List<int>();
        for (var turn = repeat.Minimum; turn < maximum; turn++)
        {
            forks.Add(Add(null));
            Compile(repeat.Body);
        }

        foreach (var fork in forks)
            _instructions[fork] = Fork(repeat.Greed, fork + 1);
    }

    /// <summary>Enters the body or leaves for what follows the instructions so far.</summary>
    private Instruction Fork(Greed greed, int body) =>
        greed == Greed.Lazy ? new Instruction(Operation.Fork, Next, body) : new Instruction(Operation.Fork, body, Next);

    private void Consume(Func<char, bool> test) => Add(new Instruction(Operation.Consume, Test: test));

    /// <summary>Adds an instruction, or keeps its place until its targets are known.</summary>
    private int Add(Instruction? instruction)
    {
        _instructions.Add(instruction!);
        return _instructions.Count - 1;
    }
}
