using System.Globalization;

namespace Pyruse.Benchmarks.Output;

/// <summary>Where figures come from: without date, machine and command they are worth nothing.</summary>
/// <param name="Command">The command, with its options; of paths only the last part.</param>
/// <param name="Date">The day.</param>
/// <param name="Machine">The machine, without its name.</param>
/// <param name="Load">How busy the machine was before the measurement.</param>
internal sealed record Provenance(string Command, DateOnly Date, string Machine, double Load)
{
    /// <summary>Describes the measurement that begins now.</summary>
    /// <param name="arguments">The arguments of this program.</param>
    public static Provenance Now(IEnumerable<string> arguments) => new(
        CommandOf(arguments), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), Measuring.Machine.Describe(), Measuring.Machine.Load());

    /// <summary>The command that repeats a measurement.</summary>
    public static string CommandOf(IEnumerable<string> arguments) =>
        $"dotnet run -c Release --project Pyruse.Benchmarks -- {string.Join(' ', arguments.Where(static argument => argument != "--update").Select(WithoutDirectory))}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Measured on {Date:yyyy-MM-dd} with `{Command}` on {Machine}; load before it: {Load:0.0}.");

    /// <summary>Where files lie is nobody's business; what a shell would change is quoted.</summary>
    private static string WithoutDirectory(string argument)
    {
        int begin = argument.IndexOf('=') + 1;
        string shown = argument[..begin] + Path.GetFileName(argument[begin..]);
        return shown.Contains('*') || shown.Contains(' ') ? $"'{shown}'" : shown;
    }
}
