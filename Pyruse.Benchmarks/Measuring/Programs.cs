using System.Diagnostics;

namespace Pyruse.Benchmarks.Measuring;

/// <summary>Finds and runs other programs.</summary>
internal static class Programs
{
    private static readonly string[] Beside = ["/usr/sbin", "/sbin", "/usr/bin", "/bin", "/lib/systemd", "/usr/lib/systemd"];

    /// <summary>The path of a program in PATH, or where systemd and the system keep theirs; null: it is not installed.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(Beside).Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);

    /// <summary>Likewise, of a program without which there is nothing to measure.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="package">The package of Debian that has it.</param>
    /// <exception cref="BenchmarkException">It is not installed.</exception>
    public static string Require(string name, string package) =>
        Find(name) ?? throw new BenchmarkException($"The program {name} is not installed; on Debian it is in the package {package}.");

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Writes its standard input; null: it is empty.</param>
    /// <returns>Its standard output.</returns>
    /// <exception cref="BenchmarkException">It ends otherwise; what it said is in the message.</exception>
    public static string Run(string path, IReadOnlyList<string> arguments, Action<Stream>? input = null)
    {
        using Process process = Process.Start(new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            using Stream stream = process.StandardInput.BaseStream;
            input?.Invoke(stream);
        }
        finally
        {
            process.WaitForExit();
        }
        if (process.ExitCode != 0)
            throw new BenchmarkException($"{Path.GetFileName(path)} ended with {process.ExitCode}:\n{errors.Result}{output.Result}".TrimEnd());
        return output.Result;
    }
}
