namespace Pyruse.Cli.Status;

/// <summary>Where a daemon answers.</summary>
internal static class StatusSocket
{
    /// <summary>So long an answer may take, on either side.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>No answer is longer, in bytes.</summary>
    public const int MaxAnswer = 4 * 1024 * 1024;

    /// <summary>The socket's path: in the storage directory, where only the daemon's user and group, and root, get.</summary>
    public static string PathIn(string storage) => Path.Combine(storage, "status.socket");
}
