using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pyruse.Core.Patterns;

/// <summary>Runs a pattern in time linear to the text, with the very answers of a backtracking engine.</summary>
/// <remarks>
/// Threads are kept in order of priority and no two of them at the same instruction, so one character costs at most one visit of
/// each instruction. .NET's NonBacktracking engine is as safe, but spans and captures are wrong at times (dotnet/runtime#130176 is one case).
/// </remarks>
internal sealed class LinearMatcher(LinearProgram program, string source, TimeSpan timeout)
{
    private readonly Instruction[] _instructions = [.. program.Instructions];

    /// <summary>Finds the first match: begin and end of each group, -1 for none, group 0 first; null without a match.</summary>
    /// <exception cref="RegexMatchTimeoutException">The time-out has passed.</exception>
    public int[]? Match(ReadOnlySpan<char> text)
    {
        var began = Stopwatch.GetTimestamp();
        var (current, next) = (new Threads(_instructions.Length, program.SlotCount), new Threads(_instructions.Length, program.SlotCount));
        var fresh = new int[program.SlotCount];
        Array.Fill(fresh, -1);
        int[]? found = null;
        for (var position = 0; position <= text.Length; position++)
        {
            // A thread that begins here comes after all that began to the left, and never after a match.
            if (found is null)
                Follow(0, fresh.AsSpan(), current, text, position);
            else if (current.Count == 0)
                break;
            found = Step(current, next, text, position) ?? found;
            (current, next) = (next, current);
            next.Clear();
            if (position % 64 == 0 && Stopwatch.GetElapsedTime(began) > timeout)
                throw new RegexMatchTimeoutException(text.ToString(), source, timeout);
        }

        return found;
    }

    /// <summary>Moves all threads over one character; returns the notes of the one that has matched, which ends all of less priority.</summary>
    private int[]? Step(Threads current, Threads next, ReadOnlySpan<char> text, int position)
    {
        for (var index = 0; index < current.Count; index++)
        {
            var place = current[index];
            var instruction = _instructions[place];
            if (instruction.Operation == Operation.Accept)
                return current.Notes(place).ToArray();
            if (position < text.Length && instruction.Operation == Operation.Consume && instruction.Test!(text[position]))
                Follow(place + 1, current.Notes(place), next, text, position + 1);
        }

        return null;
    }

    /// <summary>Follows forks and jumps from a place until the instructions that wait for a character.</summary>
    private void Follow(int start, ReadOnlySpan<int> notes, Threads threads, ReadOnlySpan<char> text, int position)
    {
        var pending = threads.Pending;
        var noted = threads.Scratch;
        notes.CopyTo(noted);
        pending.Push((start, Threads.NoSlot, 0));
        while (pending.TryPop(out var step))
        {
            if (step.Slot != Threads.NoSlot)
            {
                noted[step.Slot] = step.Value;
                continue;
            }

            if (!threads.TryVisit(step.Place))
                continue;
            var instruction = _instructions[step.Place];
            switch (instruction.Operation)
            {
                case Operation.Jump:
                    pending.Push((instruction.Target, Threads.NoSlot, 0));
                    break;
                case Operation.Fork:
                    pending.Push((instruction.Other, Threads.NoSlot, 0));
                    pending.Push((instruction.Target, Threads.NoSlot, 0));
                    break;
                case Operation.Note:
                    // The old value comes back for the branches that were pushed before.
                    pending.Push((0, instruction.Target, noted[instruction.Target]));
                    noted[instruction.Target] = position;
                    pending.Push((step.Place + 1, Threads.NoSlot, 0));
                    break;
                case Operation.Check:
                    if (Holds((Anchor)instruction.Target, text, position))
                        pending.Push((step.Place + 1, Threads.NoSlot, 0));
                    break;
                default:
                    threads.Add(step.Place, noted);
                    break;
            }
        }
    }

    private static bool Holds(Anchor anchor, ReadOnlySpan<char> text, int position) => anchor switch
    {
        Anchor.TextStart => position == 0,
        Anchor.LineStart => position == 0 || text[position - 1] == '\n',
        Anchor.TextEnd => position == text.Length || (position == text.Length - 1 && text[position] == '\n'),
        Anchor.LineEnd => position == text.Length || text[position] == '\n',
        Anchor.AbsoluteEnd => position == text.Length,
        Anchor.WordBoundary => IsBoundary(text, position),
        Anchor.NoWordBoundary => !IsBoundary(text, position),
        _ => throw new InvalidOperationException($"The anchor {anchor} cannot run in linear time."),
    };

    private static bool IsBoundary(ReadOnlySpan<char> text, int position) =>
        (position > 0 && CharacterTest.IsInWord(text[position - 1])) != (position < text.Length && CharacterTest.IsInWord(text[position]));

    /// <summary>The threads at one position of the text, in order of priority.</summary>
    private sealed class Threads(int places, int slots)
    {
        public const int NoSlot = -1;

        private readonly int[] _waiting = new int[places];
        private readonly int[] _visited = new int[places];
        private readonly int[] _notes = new int[places * slots];
        private int _generation = 1;

        public int Count { get; private set; }

        public int this[int index] => _waiting[index];

        public Stack<(int Place, int Slot, int Value)> Pending { get; } = new();

        public int[] Scratch { get; } = new int[slots];

        public ReadOnlySpan<int> Notes(int place) => _notes.AsSpan(place * slots, slots);

        public bool TryVisit(int place)
        {
            if (_visited[place] == _generation)
                return false;
            _visited[place] = _generation;
            return true;
        }

        public void Add(int place, int[] noted)
        {
            noted.CopyTo(_notes.AsSpan(place * slots));
            _waiting[Count++] = place;
        }

        public void Clear()
        {
            Count = 0;
            _generation++;
        }
    }
}
