using Pyruse.Core.Effects;

namespace Pyruse.Core.Bans;

/// <summary>Brings recorded bans into force. Called on the engine's thread; must return at once.</summary>
public interface IBanEnforcer
{
    /// <summary>
    /// All recorded bans that have not ended are to be in force, also those in sets that no step uses any more. Called by each engine, before anything else; one that takes
    /// over from another may use other sets.
    /// </summary>
    /// <param name="sets">The sets that the steps of the workflow use.</param>
    void Start(IReadOnlyList<UsedSet> sets);

    /// <summary>Says that bans were recorded and are to be enforced.</summary>
    void Enforce(IReadOnlyList<BanEffect> bans);
}
