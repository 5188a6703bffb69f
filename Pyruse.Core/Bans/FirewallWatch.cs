using Microsoft.Extensions.Logging;
using Pyruse.Core.Bans.Firewalls;

namespace Pyruse.Core.Bans;

/// <summary>Finds out when somebody else changes a firewall's sets, by way of a program that is started again whenever it ends.</summary>
internal sealed class FirewallWatch(IFirewall firewall, Func<string, bool> isOfInterest, Action onChange, TimeProvider time, ILogger logger)
{
    private const int MaxRemembered = 16;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly HashSet<int> _processes = [];

    /// <summary>Whether somebody else has changed something since the last call.</summary>
    /// <remarks>
    /// Which processes are our own is asked here, not when the news comes in: to be asked by the thread that runs the programs,
    /// when none runs, for only then all of them are known.
    /// </remarks>
    public bool TakeChange()
    {
        lock (_lock)
        {
            bool isChanged = _processes.Any(process => !firewall.IsOwn(process));
            _processes.Clear();
            return isChanged;
        }
    }

    /// <summary>Watches until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan delay = FirstDelay;
        while (true)
        {
            long start = time.GetTimestamp();
            bool hasFailed = false;
            try
            {
                await firewall.WatchAsync(isOfInterest, Note, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (FirewallException exception)
            {
                // Whoever changes bans finds out as well that the program does not run; and the timer sees to the rest.
                logger.LogDebug("Changes of the firewall are not watched for a while: {Problem}", exception.Message);
                hasFailed = true;
            }
            delay = !hasFailed || time.GetElapsedTime(start) > LongestDelay ? FirstDelay : delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            try
            {
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            // What happened while nobody watched is unknown.
            Note(0);
        }
    }

    private void Note(int processId)
    {
        lock (_lock)
        {
            if (_processes.Count < MaxRemembered)
                _processes.Add(processId);
            else
                _processes.Add(0);
        }
        onChange();
    }
}
