using Microsoft.Extensions.Logging;
using Pyruse.Cli.Output;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Journal;

namespace Pyruse.Cli.Commands.Seeing;

/// <summary>Runs stored entries through a configuration as <c>pyruse replay</c> does, with somebody who watches them walk. Nothing is carried out and nothing printed.</summary>
internal sealed class ObservedReplay
{
    private readonly Setup _setup;
    private readonly DiagnosticBag _diagnostics;

    private ObservedReplay(Setup setup, DiagnosticBag diagnostics)
    {
        _setup = setup;
        _diagnostics = diagnostics;
    }

    /// <summary>The configuration that was named.</summary>
    public PyruseConfiguration Configuration => _setup.Configuration;

    /// <summary>What the engine has done.</summary>
    public EngineProgress Progress { get; private set; }

    /// <summary>Whether somebody has interrupted it before all entries were read.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>Reads a configuration and does something with it.</summary>
    /// <param name="config">The configuration's file.</param>
    /// <param name="plugins">Directories with plugins.</param>
    /// <param name="action">What to do; gives the exit code.</param>
    public static int With(string config, string[] plugins, Func<ObservedReplay, int> action)
    {
        var diagnostics = new DiagnosticBag();
        return Setup.Load(config, plugins, diagnostics) is { } setup ? action(new(setup, diagnostics)) : Setup.Report(diagnostics, Console.Error);
    }

    /// <summary>Makes the engine and runs it, or only makes it.</summary>
    /// <param name="configuration">The configuration, with the sources to read.</param>
    /// <param name="observer">Who watches.</param>
    /// <param name="adaptSource">Makes of each source one that is read once; null: the engine is made but not run.</param>
    /// <param name="enough">Ends the run early, when the observer has seen enough.</param>
    /// <returns><see cref="ExitCode.Done"/>, or the exit code of what went wrong, which was printed.</returns>
    public int Run(PyruseConfiguration configuration, WalkObserver observer, Func<ISource, ISource>? adaptSource, CancellationToken enough = default)
    {
        using var signals = new Signals();
        // What steps and sources complain about is shown by what the observer has seen, or by a replay.
        var logger = new ConsoleLogger(LogLevel.Error);
        using var store = new MemoryStateStore(capacity: 0);
        var host = new EngineHost { Store = store, Logger = logger, OwnUserId = OwnUser.Id, IsReplay = true, Observer = observer };
        PyruseEngine? engine = PyruseEngine.Create(configuration, _setup.Catalog, host, _diagnostics, adaptSource);
        if (Setup.Report(_diagnostics, Console.Error) != ExitCode.Done || engine is null)
            return ExitCode.Configuration;
        if (adaptSource is null)
        {
            engine.Dispose();
            return ExitCode.Done;
        }
        using var end = CancellationTokenSource.CreateLinkedTokenSource(signals.End, enough);
        try
        {
            using (new ProgressLine(engine))
                engine.Run(end.Token);
        }
        catch (SourceException exception)
        {
            logger.LogError("{Problem}", exception.Message);
            return ExitCode.Failed;
        }
        Progress = engine.Progress;
        IsInterrupted = signals.End.IsCancellationRequested;
        return ExitCode.Done;
    }

    /// <summary>Runs all of a history.</summary>
    public int Run(History history, WalkObserver observer) =>
        Run(history.In(Configuration), observer, made => history.Once(made, byLibrary: false, new ConsoleLogger(LogLevel.Warning)));
}
