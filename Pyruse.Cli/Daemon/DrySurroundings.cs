using Microsoft.Extensions.Logging;
using Pyruse.Cli.Output;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Journal;

namespace Pyruse.Cli.Daemon;

/// <summary>What a dry run has as long as it runs: state in memory, and an output instead of a world.</summary>
internal sealed class DrySurroundings(ILogger logger, Action end) : Surroundings
{
    private readonly EffectOutput _output = new(end);
    private readonly MemoryStateStore _store = new(capacity: 0) { IsForSeveralEngines = true };

    public override EffectTally Tally => _output.Tally;

    /// <summary>Whether the output could not be written.</summary>
    public bool HasFailed => _output.HasFailed;

    /// <summary>Why it could not be written; null when it could, or when its reader has had enough.</summary>
    public string? Problem => _output.Problem;

    public override Generation? Prepare(Setup setup, Generation? before, DiagnosticBag diagnostics) => Make(
        setup, new EngineHost { Store = _store, Logger = logger, OwnUserId = OwnUser.Id, OnEffect = Print, PulseInterval = PulseInterval }, diagnostics);

    public override void Dispose()
    {
        _output.Dispose();
        _store.Dispose();
    }

    private void Print(Effect effect)
    {
        _output.Write(effect);
        // Whoever watches wants to see it now.
        _output.Flush();
    }
}
