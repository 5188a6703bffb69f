using Microsoft.Extensions.Logging;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Hosting;

/// <summary>Disposes of modules. What one of them throws does not keep the others from it.</summary>
/// <param name="limit">After this long a module is left behind.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what goes wrong.</param>
internal sealed class ModuleDisposal(TimeSpan limit, TimeProvider time, ILogger logger)
{
    /// <summary>Disposes of the modules of steps that have something to dispose of.</summary>
    public void Dispose(IEnumerable<WorkflowStep> steps)
    {
        foreach (WorkflowStep step in steps)
        {
            if (step is { IsModuleOwned: true, Instance: (IAsyncDisposable or IDisposable) and var module })
                Try($"At {step.Position}, {step}", () => Task.Run(() => DisposeAsync(module)));
        }
    }

    /// <summary>Closes a source, on the calling thread.</summary>
    public void Dispose(string name, IAsyncDisposable source) => Try($"The source \"{name}\"", () => source.DisposeAsync().AsTask());

    private static async Task DisposeAsync(object module)
    {
        if (module is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        else
            ((IDisposable)module).Dispose();
    }

    private void Try(string subject, Func<Task> dispose)
    {
        try
        {
            dispose().WaitAsync(limit, time).GetAwaiter().GetResult();
        }
        catch (TimeoutException) when (limit > TimeSpan.Zero)
        {
            logger.LogWarning("{Subject}: could not be closed within {Limit} and is left behind. Tell the author of the module.", subject, Durations.Format(limit));
        }
        catch (Exception exception)
        {
            logger.LogWarning("{Subject}: failed when it was closed: {Problem} ({Type})", subject, exception.Message, exception.GetType().Name);
        }
    }
}
