namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>Files with names as rotation gives them that are too short to tell yet whether they become copies of a log.</summary>
/// <param name="time">The clock for intervals.</param>
/// <param name="patience">One that has not grown for so long is no copy.</param>
internal sealed class CopiesInTheMaking(TimeProvider time, TimeSpan patience)
{
    /// <summary>Their sizes when they were last looked at, and since when they have these.</summary>
    private readonly Dictionary<FileIdentity, (long Size, long Since)> _seen = [];

    /// <summary>When to look again; null: there are none.</summary>
    public TimeSpan? UntilDecision => _seen.Count == 0 ? null : patience - time.GetElapsedTime(_seen.Values.Min(static seen => seen.Since));

    /// <summary>Whether a file has not grown for a while: then it is no copy, and is forgotten.</summary>
    public bool HasStopped(FileLook look)
    {
        bool isSame = _seen.TryGetValue(look.Identity, out (long Size, long Since) before) && before.Size == look.Size;
        bool hasStopped = isSame && time.GetElapsedTime(before.Since) >= patience;
        if (hasStopped)
            _seen.Remove(look.Identity);
        else if (!isSame)
            _seen[look.Identity] = (look.Size, time.GetTimestamp());
        return hasStopped;
    }

    /// <summary>Forgets a file: it is known what it is.</summary>
    public void Forget(FileIdentity identity) => _seen.Remove(identity);

    /// <summary>Forgets all but some.</summary>
    public void Keep(Func<FileIdentity, bool> isKept)
    {
        // Removing while enumerating is allowed for this type.
        foreach (FileIdentity identity in _seen.Keys)
        {
            if (!isKept(identity))
                _seen.Remove(identity);
        }
    }
}
