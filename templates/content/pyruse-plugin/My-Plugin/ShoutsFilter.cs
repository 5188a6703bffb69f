using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace My_Plugin;

/// <summary>Passes when most letters of a field are capitals.</summary>
/// <param name="field">The field.</param>
/// <param name="share">The least share of capitals among the letters, from 0 to 1.</param>
[Filter("shouts")]
public sealed class ShoutsFilter(Field field, double share = 0.8) : IFilter
{
    private readonly double _share = share is > 0 and <= 1 ? share : throw new ArgumentException("The share must be more than 0 and at most 1, such as 0.8.");

    /// <inheritdoc/>
    public bool Matches(LogEntry entry)
    {
        int letters = 0;
        int capitals = 0;
        foreach (char c in entry.First(field).Text ?? "")
        {
            letters += char.IsLetter(c) ? 1 : 0;
            capitals += char.IsUpper(c) ? 1 : 0;
        }
        return letters > 0 && capitals >= letters * _share;
    }
}
