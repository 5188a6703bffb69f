using Microsoft.Extensions.Logging;

namespace Pyruse.Journal;

/// <summary>Looks at the files of a journal, because libsystemd passes over those it can't read in silence.</summary>
internal static class JournalFiles
{
    /// <summary>Opening a file costs little, but there may be thousands.</summary>
    private const int MaxFilesToTry = 1000;

    /// <summary>A file that journald has just begun, as at a rotation, has its header within this time.</summary>
    private static readonly TimeSpan MakingTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Finds the files of a journal, be they readable or not.</summary>
    public static IReadOnlyList<string> Find(JournalLocation location, ILogger logger) => location is JournalLocation.Files named
        ? named.Paths
        : [.. location.Roots.SelectMany(directory => FilesBelow(directory, location, logger)).Take(MaxFilesToTry + 1)];

    /// <summary>Warns of each file that can't be read, and when nothing at all can.</summary>
    /// <param name="location">The journal.</param>
    /// <param name="logger">Takes the warnings.</param>
    /// <param name="readable">The files that can be read.</param>
    public static void WarnOfUnreadable(JournalLocation location, ILogger logger, out IReadOnlyList<string> readable)
    {
        IReadOnlyList<string> files = [.. Find(location, logger).Take(MaxFilesToTry)];
        var found = new List<string>();
        int denied = 0;
        bool hasWaited = false;
        foreach (string file in files)
        {
            int result = TryOpen(file);
            if (result == -Errno.NoData && !hasWaited)
                hasWaited = !SpinWait.SpinUntil(() => (result = TryOpen(file)) != -Errno.NoData, MakingTime);
            if (result >= 0)
            {
                found.Add(file);
                continue;
            }
            if (result == -Errno.AccessDenied)
                denied++;
            // A user's own file may well be out of reach; what matters is said below.
            if (result != -Errno.AccessDenied || location is JournalLocation.Files)
                logger.LogWarning("The journal file {File} is passed over: {Problem}", file, Errno.Describe(result));
        }
        readable = found;
        if (found.Count == 0 && denied > 0)
            logger.LogWarning("None of the files of {Journal} may be read by this user; add the user to the group \"systemd-journal\" and start anew.", location);
        else if (found.Count == 0 && files.Count == 0 && location is JournalLocation.Directory { Path: var path } && Directory.Exists(path))
            logger.LogWarning("There is no journal file in {Directory}; such files end in \".journal\".", path);
    }

    private static int TryOpen(string file)
    {
        int result = JournalHandle.TryOpen(new JournalLocation.Files([file]), out JournalHandle? handle);
        handle?.Dispose();
        return result;
    }

    private static IEnumerable<string> FilesBelow(string directory, JournalLocation location, ILogger logger)
    {
        if (!Directory.Exists(directory))
            return [];
        try
        {
            // What libsystemd itself would look at: sub-directories named by a machine's id, not those of namespaces; of the system's journal only this machine's.
            IEnumerable<string> below = location switch
            {
                JournalLocation.Namespace => [],
                JournalLocation.System => Directory.GetDirectories(directory, JournalLocation.MachineId()),
                _ => Directory.GetDirectories(directory).Where(static path => Guid.TryParse(Path.GetFileName(path), out _)),
            };
            return [.. below.Prepend(directory).SelectMany(Directory.GetFiles).Where(path => IsJournal(Path.GetFileName(path), location)).Order(StringComparer.Ordinal)];
        }
        catch (IOException exception)
        {
            logger.LogWarning("The journal directory {Directory} can't be read: {Problem}", directory, exception.Message);
        }
        catch (UnauthorizedAccessException)
        {
            logger.LogWarning("The journal directory {Directory} can't be read: {Problem}", directory, Errno.Describe(-Errno.AccessDenied));
        }
        return [];
    }

    /// <summary>A name with ~ is that of a file which was not closed properly.</summary>
    private static bool IsJournal(string name, JournalLocation location) =>
        (name.EndsWith(".journal", StringComparison.Ordinal) || name.EndsWith(".journal~", StringComparison.Ordinal))
        && (location is not JournalLocation.System || name.StartsWith("system", StringComparison.Ordinal));
}
