using System.Diagnostics;

namespace Pyruse.Benchmarks.Measuring;

/// <summary>Runs whole processes and measures them, by a small helper in C that is compiled for the occasion; see <c>Native/measure.c</c>.</summary>
internal sealed class ProcessMeter
{
    private readonly string _helper;
    private readonly ScratchDirectory _scratch;

    /// <summary>Makes one.</summary>
    /// <exception cref="BenchmarkException">There is no C compiler.</exception>
    public ProcessMeter(ScratchDirectory scratch)
    {
        _scratch = scratch;
        _helper = Compile(scratch, "measure");
    }

    /// <summary>Compiles a source file of this project.</summary>
    /// <returns>The path of the program.</returns>
    /// <exception cref="BenchmarkException">It can't be compiled.</exception>
    public static string Compile(ScratchDirectory scratch, string name, params string[] libraries)
    {
        Programs.Run(Programs.Require("cc", "gcc"), ["-O2", "-o", scratch[name], Repository.Own($"Native/{name}.c"), .. libraries]);
        return scratch[name];
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="BenchmarkException">It ends otherwise; what it said last is in the message.</exception>
    public ProcessRun Run(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (Process helper = Process.Start(new ProcessStartInfo(_helper, [_scratch["result"], "/dev/null", _scratch["errors"], program, .. arguments]) { UseShellExecute = false })!)
        {
            // The helper's end is its child's, too.
            using CancellationTokenRegistration end = cancellationToken.Register(() => helper.Kill());
            helper.WaitForExit();
        }
        cancellationToken.ThrowIfCancellationRequested();
        string errors = File.ReadAllText(_scratch["errors"]);
        (ProcessRun run, int exitCode) = ProcessRun.Parse(File.ReadAllText(_scratch["result"]), errors);
        if (exitCode != 0)
            throw new BenchmarkException($"\"{Path.GetFileName(program)} {string.Join(' ', arguments)}\" ended with {exitCode}:\n{Last(errors)}");
        return run;
    }

    private static string Last(string errors) => string.Join('\n', errors.TrimEnd().Split('\n').TakeLast(5));
}
