using Pyruse.Core.Modules;

namespace Pyruse.Core.Hosting;

/// <summary>The end of an engine in favour of another one, which goes on with its state and with those sources that need not be closed.</summary>
/// <remarks>It is asked for on any thread, and carried out on the thread of the engine that ends.</remarks>
internal sealed class Handover
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PyruseEngine? _successor;
    private bool _isDone;

    /// <summary>Whether another engine is to take over.</summary>
    public bool IsAsked => _asked.Task.IsCompleted;

    /// <summary>Completes when another engine is to take over.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Who takes over; null: nobody.</summary>
    public PyruseEngine? Successor => Volatile.Read(ref _successor);

    /// <summary>Whether that has happened, so that the other engine may run.</summary>
    public bool IsDone => Volatile.Read(ref _isDone);

    /// <summary>Asks for it. The first who does so decides.</summary>
    public void Ask(PyruseEngine successor)
    {
        if (Interlocked.CompareExchange(ref _successor, successor, null) is null)
            _asked.SetResult();
    }

    /// <summary>Says that the other engine has everything. It is forgotten, lest engines that have ended keep a chain of all later ones in memory.</summary>
    public void Complete()
    {
        Volatile.Write(ref _isDone, true);
        Volatile.Write(ref _successor, null);
    }

    /// <summary>Finds the sources that go on as they are.</summary>
    /// <param name="sources">The sources of the engine that ends.</param>
    /// <param name="others">Those of the one that takes over.</param>
    public static IReadOnlyList<EngineSource> Continuing(IEnumerable<EngineSource> sources, IReadOnlyList<EngineSource> others) =>
        [.. sources.Where(source => source.Source is IContinuingSource && others.Any(source.IsSameAs))];

    /// <summary>Lets sources of an engine that has not run yet go on where those of another one are.</summary>
    /// <param name="sources">The sources of the engine that takes over.</param>
    /// <param name="others">Those of the one that ends.</param>
    /// <param name="continuing">Which of these go on as they are.</param>
    /// <param name="disposal">Disposes of sources that are not needed.</param>
    public static void GoOn(IReadOnlyList<EngineSource> sources, IReadOnlyList<EngineSource> others, IReadOnlyList<EngineSource> continuing, ModuleDisposal disposal)
    {
        foreach (EngineSource source in sources)
        {
            if (others.FirstOrDefault(source.IsSameAs) is { } other && source.GoOnFrom(other, continuing.Contains(other)) is { } unused)
                disposal.Dispose(source.Name, unused);
        }
    }
}
