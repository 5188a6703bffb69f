using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>A file that a rotation has left.</summary>
/// <param name="Path">Where it lies now.</param>
/// <param name="Identity">Which file it is.</param>
/// <param name="Modified">When it was last written to, in microseconds since 1970-01-01 UTC.</param>
/// <param name="IsCompressed">Whether it is compressed by gzip.</param>
internal sealed record RotatedFile(string Path, FileIdentity Identity, long Modified, bool IsCompressed)
{
    /// <summary>Opens it.</summary>
    /// <returns>Null when it can't be opened, or is another one by now.</returns>
    public LogBytes? TryOpen()
    {
        SafeFileHandle? handle = FileCalls.TryOpen(Path);
        if (handle is null)
            return null;
        if (FileCalls.TryLook(handle) is { IsRegular: true } look && look.Identity == Identity)
            return IsCompressed ? new GzipBytes(handle) : new PlainBytes(handle);
        handle.Dispose();
        return null;
    }
}

/// <summary>Finds what rotation, as by logrotate(8), has made of a log: beside it, one directory below, or in the directories that the configuration names.</summary>
/// <param name="others">The directories of the configuration.</param>
internal sealed partial class RotatedFiles(IReadOnlyList<string> others)
{
    private const int MaxDirectories = 256;
    private const int MaxFiles = 10_000;
    private const int MaxAttempts = 16;

    /// <summary>Finds the file that a log is now, under whatever name, plain or compressed.</summary>
    /// <param name="position">How far the log was read.</param>
    /// <param name="isCopied">Whether the log was copied and then cut off, rather than renamed.</param>
    /// <returns>Null when it is not to be found.</returns>
    public (RotatedFile File, LogBytes Bytes)? Find(FilePosition position, bool isCopied) =>
        Settled(position.Path, candidates => Find(candidates, position, isCopied) is { } found ? ([found], true) : ([], false)) is [var only, ..] ? only : null;

    /// <summary>Finds the whole logs that came after another one and were rotated too before they were seen; oldest first.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="after">When the one that was read last was written to last.</param>
    /// <param name="isKnown">Whether a log that begins like this was read, or is being read.</param>
    public IReadOnlyList<(RotatedFile File, LogBytes Bytes)> FindMissed(string path, long after, Func<RotatedFile, byte[], bool> isKnown) =>
        Settled(path, candidates => (FindMissed(candidates, path, after, isKnown), false));

    /// <summary>Searches again as long as a rotation that is going on may have hidden a file from the search: one is renamed, or compressed, while the names are read.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="search">Searches, and tells whether it has all that it wants, whatever else goes on.</param>
    private IReadOnlyList<(RotatedFile File, LogBytes Bytes)> Settled(
        string path, Func<List<RotatedFile>, (IReadOnlyList<(RotatedFile File, LogBytes Bytes)> Found, bool IsComplete)> search)
    {
        List<RotatedFile> candidates = Candidates(path);
        for (int attempt = 1; ; attempt++)
        {
            (IReadOnlyList<(RotatedFile File, LogBytes Bytes)> found, bool isComplete) = search(candidates);
            List<RotatedFile> then = isComplete ? candidates : Candidates(path);
            if (attempt == MaxAttempts || NamesOf(then).SetEquals(NamesOf(candidates)))
                return found;
            foreach ((_, LogBytes bytes) in found)
                bytes.Dispose();
            candidates = then;
        }

        HashSet<(string, FileIdentity)> NamesOf(List<RotatedFile> files) =>
            [.. files.Where(file => file.Path == path || IsNameOfRotated(path, file.Path)).Select(static file => (file.Path, file.Identity))];
    }

    private static (RotatedFile File, LogBytes Bytes)? Find(List<RotatedFile> candidates, FilePosition position, bool isCopied)
    {
        if (!isCopied && candidates.Find(candidate => candidate.Identity.IsStill(position.Identity)) is { } renamed && TryOpen(renamed, position) is { } bytes)
            return (renamed, bytes);
        // A log of which nothing is known looks like any other.
        if (position.Head.Length == 0)
            return null;
        foreach (RotatedFile candidate in candidates.Where(candidate => !candidate.Identity.IsStill(position.Identity) && IsNameOfRotated(position.Path, candidate.Path)).OrderByDescending(static candidate => candidate.Modified))
        {
            if (TryOpen(candidate, position) is { } copy)
                return (candidate, copy);
        }
        return null;
    }

    private static List<(RotatedFile File, LogBytes Bytes)> FindMissed(List<RotatedFile> candidates, string path, long after, Func<RotatedFile, byte[], bool> isKnown)
    {
        var found = new List<(RotatedFile, LogBytes)>();
        IEnumerable<RotatedFile> later = candidates.Where(candidate => candidate.Modified > after && IsNameOfRotated(path, candidate.Path));
        foreach (RotatedFile candidate in later.OrderBy(static candidate => candidate.Modified).ThenByDescending(static candidate => candidate.Path.Length).ThenByDescending(static candidate => candidate.Path, StringComparer.Ordinal))
        {
            if (candidate.TryOpen() is not { } bytes)
                continue;
            byte[] head = HeadOf(bytes);
            if (head.Length > 0 && !isKnown(candidate, head))
                found.Add((candidate, bytes));
            else
                bytes.Dispose();
        }
        return found;
    }

    private static LogBytes? TryOpen(RotatedFile file, FilePosition position)
    {
        if (file.TryOpen() is not { } bytes)
            return null;
        if (position.Head.Matches(HeadOf(bytes)))
            return bytes;
        bytes.Dispose();
        return null;
    }

    private static byte[] HeadOf(LogBytes bytes)
    {
        byte[] head = new byte[Fingerprint.MaxLength];
        try
        {
            return head[..bytes.ReadFully(head, 0)];
        }
        catch (IOException)
        {
            // Compressed just now, and not whole yet: it can't be told what it is.
            return [];
        }
    }

    /// <summary>Whether a name is that of a log with a number or a date, as in app.log.1, app.log-20260131.gz and app-20260131.log.</summary>
    public static bool IsNameOfRotated(string log, string path)
    {
        string name = Path.GetFileName(path);
        if (name.EndsWith(".gz", StringComparison.Ordinal))
            name = name[..^3];
        string full = Path.GetFileName(log);
        string extension = Path.GetExtension(full);
        string stem = Path.GetFileNameWithoutExtension(full);
        if (name.StartsWith(full, StringComparison.Ordinal))
            return Suffix().IsMatch(name[full.Length..]);
        return stem.Length > 0 && extension.Length > 0 && name.Length > stem.Length + extension.Length && name.StartsWith(stem, StringComparison.Ordinal)
            && name.EndsWith(extension, StringComparison.Ordinal) && Suffix().IsMatch(name[stem.Length..^extension.Length]);
    }

    private List<RotatedFile> Candidates(string path)
    {
        var files = new List<RotatedFile>();
        foreach (string directory in Directories(Path.GetDirectoryName(path)!).Take(MaxDirectories))
        {
            foreach (string file in Names(directory, Directory.EnumerateFiles).Take(MaxFiles))
            {
                if (FileCalls.TryLook(file) is { IsRegular: true } look)
                    files.Add(new(file, look.Identity, look.Modified, file.EndsWith(".gz", StringComparison.Ordinal)));
            }
        }
        // As long as the plain file is there, the compressed one may be in the making.
        HashSet<string> paths = [.. files.Select(static file => file.Path)];
        files.RemoveAll(file => file.IsCompressed && paths.Contains(file.Path[..^3]));
        // Links lead to the same file twice.
        return [.. files.DistinctBy(static file => file.Identity)];
    }

    private IEnumerable<string> Directories(string home) => [home, .. others, .. Names(home, Directory.EnumerateDirectories)];

    private static IEnumerable<string> Names(string directory, Func<string, IEnumerable<string>> list)
    {
        try
        {
            return [.. list(directory)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What can't be looked into holds nothing that could be read.
            return [];
        }
    }

    [GeneratedRegex("^[-._][0-9][-0-9_.:T]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Suffix();
}
