namespace Pyruse.Journal;

/// <summary>The user as whom this process runs: the trusted field <c>_UID</c> of what it writes to the journal.</summary>
public static class OwnUser
{
    /// <summary>The effective user id.</summary>
    public static long Id => Native.LibC.GetEffectiveUserId();
}
