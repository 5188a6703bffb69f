using System.Globalization;
using Microsoft.Extensions.Logging;
using Pyruse.Cli.Output;
using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.Replaying;

namespace Pyruse.Cli.Commands.Replay;

/// <summary>Runs stored entries through one configuration.</summary>
internal static class SingleReplay
{
    public static int Run(ReplayRequest request, bool wantsLockouts)
    {
        var diagnostics = new DiagnosticBag();
        if (Setup.Load(request.Config, request.Plugins, diagnostics) is not { } setup)
            return Setup.Report(diagnostics, Console.Error);
        using var signals = new Signals();
        using var output = new EffectOutput(signals.Raise);
        var logger = new ConsoleLogger(LogLevel.Warning);
        LockoutWatch? lockouts = null;
        EngineHost host = request.Host(logger) with
        {
            OnEffect = effect =>
            {
                output.Write(effect);
                lockouts?.Look(effect);
            },
        };
        Func<ISource, ISource>? watch = !wantsLockouts ? null : source => new WatchedSource(source, entry =>
        {
            if (request.History.Contains(entry))
                lockouts?.Look(entry);
        });
        PyruseEngine? engine = PyruseEngine.Create(
            request.History.In(setup.Configuration), setup.Catalog, host, diagnostics, made => request.History.Once(made, byLibrary: !request.Optimise, logger, watch));
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || engine is null)
            return ExitCode.Configuration;
        lockouts = wantsLockouts ? new LockoutWatch(engine.Workflow.Fields) : null;
        long started = TimeProvider.System.GetTimestamp();
        try
        {
            using (new ProgressLine(engine))
                engine.Run(signals.End);
        }
        catch (SourceException exception)
        {
            logger.LogError("{Problem}", exception.Message);
            return ExitCode.Failed;
        }
        if (lockouts is not null)
            LockoutOutput.Print(lockouts, output);
        output.Flush();
        if (output.Problem is { } problem)
            logger.LogError("{Problem}", problem);
        if (output.HasFailed)
            return ExitCode.Failed;
        EngineProgress progress = engine.Progress;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Entries:N0} entries in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s: {output.Tally}; {progress.Failures:N0} failures of steps.{(signals.End.IsCancellationRequested ? " Interrupted." : "")}"));
        return signals.End.IsCancellationRequested ? ExitCode.Failed : ExitCode.Done;
    }
}
