namespace Pyruse.Core.Processes;

/// <summary>Where programs are, and why one can't be started.</summary>
internal static class ProgramFile
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Where programs are looked for in any case; the PATH of a service may lack those of administrators.</summary>
    private static readonly string[] UsualDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The PATH that programs get when we have none.</summary>
    public static string UsualPath => string.Join(':', UsualDirectories);

    /// <summary>Finds a program: by its absolute path whether it is there or not; by its mere name in the directories of PATH and the usual ones.</summary>
    /// <returns>The path; null when there is no such program, or when the path is relative and so means something else in each directory.</returns>
    public static string? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal))
            return Path.IsPathRooted(program) ? program : null;
        IEnumerable<string> path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathRooted);
        return program.Length == 0 ? null : path.Concat(UsualDirectories).Select(directory => Path.Combine(directory, program)).FirstOrDefault(IsExecutable);
    }

    /// <summary>Says why a program is not found.</summary>
    public static string WhyNotFound(string program) => program switch
    {
        "" => "No program is named.",
        _ when program.Contains('/', StringComparison.Ordinal) => $"{program} can't be started: it is a relative path. Write the whole path, beginning with \"/\".",
        _ => $"{program} can't be started: there is no such program in the directories of PATH. Is it installed? Otherwise write its whole path.",
    };

    /// <summary>Says why a program can't be started.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="error">The number of the error, as in errno(3).</param>
    public static string WhyNotStarted(string path, IReadOnlyList<string> arguments, int error) => $"{path} can't be started: " + error switch
    {
        LibC.NoSuchFile when File.Exists(path) => "the interpreter that its first line names (#!), or a loader that it needs, is not there.",
        LibC.NoSuchFile or LibC.NoDirectory => "there is no such file. Is it installed?",
        LibC.NoAccess when Directory.Exists(path) => "it is a directory.",
        LibC.NoAccess => $"the user {Environment.UserName} may not execute it. See its permissions (chmod +x) and those of the directories above it.",
        LibC.NoFormat => "it is no program. A script needs a first line such as \"#!/bin/sh\".",
        LibC.ListTooLong => $"its arguments are too long; the longest has {arguments.Max(static argument => argument.Length):N0} characters. Linux takes 128 KiB in one and"
            + " 2 MiB in all: cut the text, as in {MESSAGE:.1000}, or hand it over on standard input.",
        _ => $"{System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}.",
    };

    private static bool IsExecutable(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None;
}
