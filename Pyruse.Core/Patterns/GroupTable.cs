namespace Pyruse.Core.Patterns;

/// <summary>The groups met so far, and the rules of who may refer to which.</summary>
internal sealed class GroupTable
{
    private readonly List<PatternGroup> _groups = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, PatternWidth> _widths = [];
    private readonly List<(int Number, int Position)> _conditions = [];
    private int? _firstInLookBehind;

    public IReadOnlyList<PatternGroup> All => _groups;

    /// <summary>The widths of the groups that are complete.</summary>
    public IReadOnlyDictionary<int, PatternWidth> Widths => _widths;

    public int Open(string? name, int position)
    {
        var number = _groups.Count + 1;
        if (name is not null && !_numbers.TryAdd(name, number))
        {
            throw PatternCursor.Error(position,
                $"the group name \"{name}\" {PatternCursor.At(position)} belongs to group {_numbers[name]} already; choose another name");
        }

        _groups.Add(new PatternGroup(number, name));
        return number;
    }

    public void Close(int number, PatternNode body) => _widths.Add(number, PatternWidth.Of(body, _widths));

    /// <summary>Checks a reference by number; <paramref name="written"/> is how the pattern puts it.</summary>
    public int Refer(int number, string written, int position)
    {
        if (number < 1 || number > _groups.Count)
        {
            throw PatternCursor.Error(position,
                $"\"{written}\" {PatternCursor.At(position)} refers to a group that is not there; groups to its left: {_groups.Count}");
        }

        if (!_widths.ContainsKey(number))
        {
            throw PatternCursor.Error(position,
                $"\"{written}\" {PatternCursor.At(position)} refers to a group that is still open there; put it after the group's \")\"");
        }

        return CheckLookBehind(number, written, position);
    }

    /// <summary>Checks a reference by name.</summary>
    public int Refer(string name, string written, int position) => Refer(NumberOf(name, position), written, position);

    /// <summary>Notes the group that a conditional asks for; one with a number may come later in the pattern.</summary>
    public int Ask(string group, string written, int position)
    {
        if (!char.IsAsciiDigit(group[0]))
            return CheckLookBehind(NumberOf(group, position), written, position);
        if (!int.TryParse(group, out var number) || number == 0)
            throw PatternCursor.Error(position, $"\"{group}\" {PatternCursor.At(position)} is no group number; groups are counted from 1");
        _conditions.Add((number, position));
        return CheckLookBehind(number, written, position);
    }

    /// <summary>Checks at the end of the pattern that every group asked for has come.</summary>
    public void CheckConditions()
    {
        foreach (var (number, position) in _conditions)
        {
            if (number > _groups.Count)
            {
                throw PatternCursor.Error(position,
                    $"the conditional {PatternCursor.At(position)} asks for group {number}; the pattern has {_groups.Count}");
            }
        }
    }

    /// <summary>Forbids references to groups that open from here on; returns true when the outermost look-behind begins.</summary>
    public bool EnterLookBehind()
    {
        if (_firstInLookBehind is not null)
            return false;
        _firstInLookBehind = _groups.Count + 1;
        return true;
    }

    public void LeaveLookBehind() => _firstInLookBehind = null;

    private int NumberOf(string name, int position) =>
        _numbers.TryGetValue(name, out var number)
            ? number
            : throw PatternCursor.Error(position, $"no group to the left of column {position + 1} is named \"{name}\"; check the spelling");

    private int CheckLookBehind(int number, string written, int position) =>
        number < (_firstInLookBehind ?? int.MaxValue)
            ? number
            : throw PatternCursor.Error(position,
                $"\"{written}\" {PatternCursor.At(position)} refers to a group of its own look-behind; refer to a group before it");
}
