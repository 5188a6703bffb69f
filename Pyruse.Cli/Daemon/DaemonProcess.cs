using Pyruse.Core.Configuration;
using Pyruse.Core.Modules;
using Pyruse.Core.State;

namespace Pyruse.Cli.Daemon;

/// <summary>Runs one generation after the other, each where the one before has ended, until the program is to end or all sources have.</summary>
/// <remarks>Engines run on the thread that calls <see cref="Run"/>; the next generation is made on others meanwhile.</remarks>
internal sealed class DaemonProcess(Surroundings surroundings, Signals signals)
{
    private volatile Generation? _current;
    private volatile Switch? _switch;

    /// <summary>What all engines have done.</summary>
    public EngineTotals Totals { get; } = new();

    /// <summary>The generation that works.</summary>
    /// <exception cref="InvalidOperationException">None does yet.</exception>
    public Generation Current => _current ?? throw new InvalidOperationException("The daemon does not run.");

    /// <summary>Runs until the end.</summary>
    /// <exception cref="SourceException">A source can't be read at all.</exception>
    /// <exception cref="StateStoreException">The store can't be read.</exception>
    public void Run(Generation first)
    {
        Setup? before = null;
        Generation? current = first;
        while (current is not null)
        {
            Enter(current);
            Generation? next = null;
            try
            {
                next = RunOne(current, before);
            }
            finally
            {
                current.EndAsync(next).GetAwaiter().GetResult();
            }
            (before, current) = (current.Setup, next);
        }
        _switch?.Done.TrySetCanceled();
    }

    /// <summary>Lets a generation take over.</summary>
    /// <returns>Null when it works; otherwise why it could not start, so that the one before works again.</returns>
    /// <exception cref="OperationCanceledException">The daemon has ended.</exception>
    public async Task<string?> SwitchToAsync(Generation next)
    {
        var change = new Switch(next);
        _switch = change;
        Current.Engine.HandOverTo(next.Engine);
        await Task.WhenAny(change.Done.Task, next.Started).WaitAsync(signals.End).ConfigureAwait(false);
        return change.Done.Task.IsCompleted ? await change.Done.Task.ConfigureAwait(false) : null;
    }

    private void Enter(Generation generation)
    {
        surroundings.Adopt(generation.Setup.Configuration);
        Totals.Follow(generation.Engine);
        _current = generation;
    }

    /// <summary>Runs a generation to its end; gives the one that goes on.</summary>
    private Generation? RunOne(Generation current, Setup? before)
    {
        try
        {
            current.Engine.Run(signals.End);
            return current.Engine.IsHandedOver ? _switch!.Next : null;
        }
        catch (Exception exception) when (exception is SourceException or StateStoreException && before is not null && !current.Started.IsCompleted)
        {
            return GoBack(current, before, exception);
        }
    }

    /// <summary>Makes what worked before one that could not start anew.</summary>
    private Generation GoBack(Generation failed, Setup before, Exception exception)
    {
        var diagnostics = new DiagnosticBag();
        Generation again = surroundings.Prepare(before, failed, diagnostics)
            ?? throw new SourceException($"{exception.Message} And the configuration from before can't be used any more: {diagnostics.Items[0]}", exception);
        failed.Engine.HandOverTo(again.Engine);
        _ = SayWhenStartedAsync(_switch!, again, exception.Message);
        return again;
    }

    /// <summary>Only when the old configuration works again, another new one may be tried.</summary>
    private static async Task SayWhenStartedAsync(Switch change, Generation again, string problem)
    {
        await again.Started.ConfigureAwait(false);
        change.Done.TrySetResult(problem);
    }

    /// <summary>A change of generations that was asked for.</summary>
    private sealed class Switch(Generation next)
    {
        public Generation Next => next;

        public TaskCompletionSource<string?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
