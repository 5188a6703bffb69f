using Microsoft.Extensions.Logging;
using Pyruse.Core.State;

namespace Pyruse.Core.Effects.Forwarding;

/// <summary>How it stands with a syslog server that messages are sent on to.</summary>
/// <param name="Server">Its address.</param>
/// <param name="IsAway">Whether it could not be reached when that was last tried.</param>
/// <param name="Waiting">How many bytes wait for it on disk.</param>
/// <param name="Dropped">How many messages for it were dropped since the start.</param>
public sealed record ForwardState(string Server, bool IsAway, long Waiting, long Dropped);

/// <summary>Sends messages on to all servers that steps name. Used on the engine's thread, but for its end and for <see cref="Servers"/>.</summary>
/// <param name="directory">Where messages wait; a directory for each server.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes what the administrator should know.</param>
public sealed class ForwardService(string directory, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    // Replaced as a whole, never changed, because others look at it.
    private volatile Dictionary<ForwardTarget, Forwarder> _forwarders = [];

    /// <summary>The servers that are sent to, and what waits for each. Safe on any thread.</summary>
    public IReadOnlyList<ForwardState> Servers => [.. _forwarders.Values.Select(static forwarder => forwarder.State)];

    /// <summary>Opens the queues, and begins to send what waits in them. Called again, it leaves alone what is as before, and closes the queues of servers that are not named any more.</summary>
    /// <exception cref="StateStoreException">A queue can't be opened.</exception>
    public void Start(IReadOnlyCollection<ForwardTarget> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        Dictionary<ForwardTarget, Forwarder> before = _forwarders;
        Dictionary<ForwardTarget, Forwarder> now = before.Where(pair => targets.Contains(pair.Key)).ToDictionary();
        _forwarders = now;
        foreach ((_, Forwarder gone) in before.Except(now))
            gone.DisposeAsync().AsTask().GetAwaiter().GetResult();
        foreach (ForwardTarget target in targets.Except(now.Keys).ToArray())
        {
            try
            {
                now = new(now) { [target] = new Forwarder(target, directory, time, logger) };
                _forwarders = now;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new StateStoreException($"The queue of messages for {target} can't be opened in {directory}: {exception.Message}", exception);
            }
        }
        SayForgotten();
    }

    /// <summary>Collects a message.</summary>
    public void Add(ForwardEffect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        if (effect.Target is { } target && _forwarders.TryGetValue(target, out Forwarder? forwarder))
            forwarder.Add(effect.Message);
    }

    /// <summary>Puts what was collected into the queues.</summary>
    public void Flush()
    {
        foreach (Forwarder forwarder in _forwarders.Values)
            forwarder.Flush();
    }

    /// <summary>Waits until everything is sent, except to servers that are away.</summary>
    /// <param name="patience">How long to wait at most.</param>
    public Task DrainAsync(TimeSpan patience) => Task.WhenAny(
        Task.WhenAll(_forwarders.Values.Where(static forwarder => !forwarder.IsAway).Select(static forwarder => forwarder.DrainAsync())), Task.Delay(patience, time));

    /// <summary>Stops sending; what waits stays on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Forwarder forwarder in _forwarders.Values)
            await forwarder.DisposeAsync().ConfigureAwait(false);
        _forwarders = [];
    }

    /// <summary>Tells of messages that wait for servers which no step names any more.</summary>
    private void SayForgotten()
    {
        if (!Directory.Exists(directory))
            return;
        HashSet<string> known = [.. _forwarders.Keys.Select(static target => target.DirectoryName)];
        foreach (DirectoryInfo queue in new DirectoryInfo(directory).EnumerateDirectories().Where(queue => !known.Contains(queue.Name)))
        {
            if (queue.EnumerateFiles("*.queue").Any(static file => file.Length > 0))
                logger.LogWarning("Messages wait in {Directory} for a server that no step names any more; delete the directory if they are not wanted.", queue.FullName);
        }
    }
}
