using System.CommandLine;
using System.Globalization;

namespace Pyruse.Benchmarks.Syslog;

/// <summary><c>syslog</c>: how many messages the receiver takes.</summary>
internal static class SyslogCommand
{
    public static Command Create()
    {
        var messages = new Option<int>("--messages") { Description = "How many messages a run sends over one connection.", DefaultValueFactory = static _ => 2_000_000 };
        var runs = new Option<int>("--runs") { Description = "How often each is run.", DefaultValueFactory = static _ => 5 };
        var only = new Option<string?>("--only") { Description = "One of them alone: count, raise, write or tls." };
        var program = new Option<string>("--pyruse") { Description = "The program; default: the Release build.", DefaultValueFactory = static _ => FindProgram() };
        var command = new Command("syslog", "Messages per second over one TCP connection, counted and written to files; and a thousand TLS connections of which some stall.")
        {
            messages, runs, only, program,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(program), parsed.GetValue(only), parsed.GetRequiredValue(messages), parsed.GetRequiredValue(runs)));
        return command;
    }

    private static async Task RunAsync(string program, string? only, int messages, int runs)
    {
        (string Name, string Title, Func<Task<LoadResult>> Run)[] scenarios =
        [
            ("count", "parsed and counted, one TCP connection", () => PlainScenario.RunAsync(program, PlainScenario.Count, messages)),
            ("raise", "each raises a durable counter, one TCP connection", () => PlainScenario.RunAsync(program, PlainScenario.Raise, messages / 10)),
            ("write", "written to per-peer files, one TCP connection", () => PlainScenario.RunAsync(program, PlainScenario.Write, messages)),
            ("tls", "counted, 800 TLS connections", () => TlsScenario.RunAsync(program, messages, stalling: 0)),
            ("tls", "counted, 1,000 TLS connections, 200 of them stalling", () => TlsScenario.RunAsync(program, messages, stalling: 200)),
        ];
        Console.WriteLine($"{"",-52} {"messages/s (median)",20} {"lowest",12} {"highest",12} {"ns CPU/message",15} {"MiB",5} {"connected in",13}");
        foreach ((string name, string title, Func<Task<LoadResult>> run) in scenarios)
        {
            if (only is not null && only != name)
                continue;
            List<LoadResult> results = [];
            for (int i = 0; i < runs; i++)
                results.Add(await run());
            double[] rates = [.. results.Select(static result => result.Rate).Order()];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{title,-52} {Median(results, static result => result.Rate),20:N0} {rates[0],12:N0} {rates[^1],12:N0} {Median(results, static result => result.ProcessorTime),15:N0} {results.Max(static result => result.Memory),5} {Median(results, static result => result.Connecting),11:N2} s"));
        }
    }

    private static double Median(List<LoadResult> results, Func<LoadResult, double> figure) => results.Select(figure).Order().ElementAt(results.Count / 2);

    private static string FindProgram()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Pyruse.slnx")))
            directory = directory.Parent;
        string build = Path.Combine(directory?.FullName ?? "", "Pyruse.Cli", "bin", "Release");
        return Directory.Exists(build) && Directory.EnumerateFiles(build, "pyruse", SearchOption.AllDirectories).FirstOrDefault() is { } program ? program
            : throw new FileNotFoundException("There is no Release build of pyruse; run \"dotnet build -c Release\", or name one with --pyruse.");
    }
}
