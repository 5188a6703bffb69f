using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Pyruse.Cli.Output;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.Replaying;

namespace Pyruse.Cli.Commands.Replay;

/// <summary>Runs the same stored entries through two configurations, side by side, and prints what differs.</summary>
internal static class ReplayComparison
{
    /// <summary>What lines name as the run that alone has an effect.</summary>
    private const string This = "config", Other = "against";

    private const int MostAddresses = 20;

    public static int Run(ReplayRequest request, string against)
    {
        var diagnostics = new DiagnosticBag();
        Setup? first = Setup.Load(request.Config, request.Plugins, diagnostics), second = Setup.Load(against, request.Plugins, diagnostics);
        if (first is null || second is null)
            return Setup.Report(diagnostics, Console.Error);
        if (request.History.Source is null && first.Configuration.Sources.Count != 1)
        {
            Console.Error.WriteLine($"pyruse: error: {request.Config} has {first.Configuration.Sources.Count} sources, whose entries come in another order each time; to compare, name the entries with --directory, --file or --export.");
            return ExitCode.Usage;
        }
        History history = request.History with { Source = request.History.Source ?? first.Configuration.Sources[0] };
        using var signals = new Signals();
        using var output = new EffectOutput(signals.Raise);
        var result = new ComparisonResult(output);
        var comparison = new EffectComparison(result.Add, signals.End);
        var logger = new ConsoleLogger(LogLevel.Warning);
        ISource Watched(ISource made, ComparedRun run) => history.Once(made, byLibrary: !request.Optimise, logger, source => run.Watch(new WatchedSource(source)));
        PyruseEngine? Engine(Setup setup, ComparedRun run) =>
            PyruseEngine.Create(history.In(setup.Configuration), setup.Catalog, request.Host(logger) with { OnEffect = run.Add }, diagnostics, made => Watched(made, run));
        using PyruseEngine? one = Engine(first, comparison.First), two = Engine(second, comparison.Second);
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || one is null || two is null)
            return ExitCode.Configuration;
        long started = TimeProvider.System.GetTimestamp();
        Task[] runs = [Start(one, comparison.First, signals), Start(two, comparison.Second, signals)];
        using (new ProgressLine(one))
            comparison.Run();
        try
        {
            Task.WaitAll(runs);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(static inner => inner is SourceException))
        {
            logger.LogError("{Problem}", exception.InnerExceptions[0].Message);
            return ExitCode.Failed;
        }
        output.Flush();
        if (output.Problem is { } problem)
            logger.LogError("{Problem}", problem);
        if (output.HasFailed)
            return ExitCode.Failed;
        bool isInterrupted = signals.End.IsCancellationRequested;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Progress.Entries:N0} entries in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s.{(isInterrupted ? " Interrupted." : "")}"));
        result.Print(request.Config, one.Progress.Failures, against, two.Progress.Failures);
        return isInterrupted ? ExitCode.Failed : ExitCode.Done;
    }

    private static Task Start(PyruseEngine engine, ComparedRun run, Signals signals) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                engine.Run(signals.End);
            }
            catch (SourceException)
            {
                signals.Raise();
                throw;
            }
            finally
            {
                run.End();
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>What was found: each difference is printed as it comes, all is counted.</summary>
    private sealed class ComparisonResult(EffectOutput output)
    {
        private readonly EffectTally _both = new();
        private readonly EffectTally _first = new();
        private readonly EffectTally _second = new();
        private readonly BannedAddresses _banned = new();

        public void Add(Effect effect, EffectSide side)
        {
            if (effect is BanEffect ban)
                _banned.Add(ban, side);
            (side switch { EffectSide.Both => _both, EffectSide.First => _first, _ => _second }).Add(effect);
            if (side != EffectSide.Both)
                output.Write(effect, side == EffectSide.First ? This : Other);
        }

        public void Print(string first, long firstFailures, string second, long secondFailures)
        {
            Console.Error.WriteLine($"The same with both: {_both}.");
            Print(first, _first, firstFailures, EffectSide.First);
            Print(second, _second, secondFailures, EffectSide.Second);
            if (_banned.IsFull)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"More than {BannedAddresses.Most:N0} addresses are banned; those that came later are not compared."));
        }

        private void Print(string name, EffectTally tally, long failures, EffectSide side)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Only with {name}: {tally}; {failures:N0} failures of steps."));
            IPAddress[] addresses = [.. _banned.Of(side)];
            if (addresses.Length == 0)
                return;
            string more = addresses.Length > MostAddresses ? string.Create(CultureInfo.InvariantCulture, $" and {addresses.Length - MostAddresses:N0} more") : "";
            Console.Error.WriteLine($"  banned by it alone, at whatever time: {string.Join(", ", addresses.Take(MostAddresses))}{more}");
        }
    }
}
