using System.Diagnostics;

namespace Pyruse.Tests.Journal.Support;

/// <summary>Runs the programs of systemd.</summary>
internal static class Programs
{
    public static Process Start(string path, params string[] arguments) => Process.Start(new ProcessStartInfo(path, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public static void Run(string path, IReadOnlyList<string> arguments, byte[]? input = null)
    {
        using Process process = Start(path, [.. arguments]);
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input ?? []);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{path} {string.Join(' ', arguments)} ends with {process.ExitCode}: {errors.Result}");
    }
}
