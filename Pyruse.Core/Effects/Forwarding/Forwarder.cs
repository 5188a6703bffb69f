using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Pyruse.Core.Effects.Forwarding;

/// <summary>Sends messages on to one server, in order, from a queue on disk; while the server is away, it is tried again after growing delays.</summary>
/// <remarks>Messages are added on the engine's thread; sending has a task of its own.</remarks>
internal sealed class Forwarder : IAsyncDisposable
{
    private const int ChunkSize = 256 * 1024;
    private const int Kilobyte = 1024;

    /// <summary>A buffer that some huge messages made larger than this is given back.</summary>
    private const int LargestKept = 4 * 1024 * 1024;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>How long the server may take to connect, or to take in what is sent to it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    private readonly ForwardTarget _target;
    private readonly ForwardQueue _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    // The engine's thread only.
    private readonly List<byte> _frames = [];
    private int _frameCount;
    private long? _fullSaid;

    private long _dropped;
    private long _droppedInAll;

    // The sender's task only.
    private byte[] _chunk = new byte[ChunkSize];
    private TimeSpan _delay = FirstDelay;
    private bool _isAway;

    /// <summary>Opens the queue and begins to send what waits in it.</summary>
    /// <exception cref="IOException">The queue can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public Forwarder(ForwardTarget target, string directory, TimeProvider time, ILogger logger)
    {
        (_target, _time, _logger) = (target, time, logger);
        _queue = new ForwardQueue(Path.Combine(directory, target.DirectoryName), target.Queue.Bytes);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Whether the server could not be reached when that was last tried.</summary>
    public bool IsAway => Volatile.Read(ref _isAway);

    /// <summary>How it stands. Safe on any thread.</summary>
    public ForwardState State => new(_target.ToString(), IsAway, _queue.Length, Volatile.Read(ref _droppedInAll));

    /// <summary>Waits until everything is sent.</summary>
    public Task DrainAsync() => _queue.WaitForEmptyAsync();

    /// <summary>Collects a message.</summary>
    public void Add(string message)
    {
        Frames.Add(_frames, message);
        _frameCount++;
    }

    /// <summary>Puts what was collected into the queue.</summary>
    public void Flush()
    {
        if (_frameCount == 0)
            return;
        string problem = $"{_target.Queue.Bytes / Kilobyte} KiB is all that may wait (queue).";
        try
        {
            if (_queue.TryAppend(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_frames)))
                problem = "";
        }
        catch (IOException exception)
        {
            problem = exception.Message;
        }
        if (problem.Length > 0)
            Drop(problem);
        _frames.Clear();
        _frameCount = 0;
        if (_frames.Capacity > LargestKept)
            _frames.Capacity = 0;
    }

    /// <summary>Stops sending; what waits stays on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        if (_queue.Length > 0)
            _logger.LogInformation("{Kilobytes} KiB of messages for {Server} stay on disk until the next start.", Math.Max(1, _queue.Length / Kilobyte), _target);
        _queue.Dispose();
        _end.Dispose();
    }

    private void Drop(string problem)
    {
        Interlocked.Add(ref _dropped, _frameCount);
        Interlocked.Add(ref _droppedInAll, _frameCount);
        long now = _time.GetTimestamp();
        if (_fullSaid is { } said && _time.GetElapsedTime(said, now) < Reminder)
            return;
        _fullSaid = now;
        _logger.LogError("Messages for {Server} can't be queued and are dropped ({Count} so far): {Problem}", _target, Volatile.Read(ref _dropped), problem);
    }

    private async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await _queue.WaitAsync(_end.Token).ConfigureAwait(false);
                await using IForwardLink link = await ConnectAsync().ConfigureAwait(false);
                if (await TrySendAsync(link).ConfigureAwait(false))
                    continue;
                SayAway("it closes the connection at once.");
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is IOException or SocketException or UnauthorizedAccessException or OperationCanceledException)
            {
                SayAway(exception is OperationCanceledException ? $"it did not answer within {Limit.TotalSeconds} seconds." : exception.Message);
            }
            await Task.Delay(_delay, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _delay = _delay * 2 < LongestDelay ? _delay * 2 : LongestDelay;
        }
    }

    private async Task<IForwardLink> ConnectAsync()
    {
        using CancellationTokenSource limit = BeginLimit();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _end.Token);
        return _target.Transport == ForwardTransport.Udp
            ? await DatagramLink.ConnectAsync(_target, either.Token).ConfigureAwait(false)
            : await StreamLink.ConnectAsync(_target, either.Token).ConfigureAwait(false);
    }

    /// <summary>Sends until the connection ends; while nothing waits, that is no trouble.</summary>
    /// <returns>False when it ended before anything was sent.</returns>
    private async Task<bool> TrySendAsync(IForwardLink link)
    {
        bool hasSent = false;
        QueuePosition position = _queue.Head;
        while (!link.HasEnded)
        {
            int length = Read(ref position);
            if (length == 0)
            {
                await Task.WhenAny(_queue.WaitAsync(_end.Token), link.Closed).ConfigureAwait(false);
                _end.Token.ThrowIfCancellationRequested();
                continue;
            }
            try
            {
                await SendAsync(link, length).ConfigureAwait(false);
            }
            catch (Exception exception) when (hasSent && exception is (IOException or SocketException))
            {
                // A connection that was good comes to its end: the next one is tried at once.
                return true;
            }
            position = position with { Offset = position.Offset + length };
            SayBack();
            _queue.Remove(position);
            hasSent = true;
            _delay = FirstDelay;
        }
        return hasSent;
    }

    private async Task SendAsync(IForwardLink link, int length)
    {
        using CancellationTokenSource limit = BeginLimit();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _end.Token);
        await link.SendAsync(_chunk.AsMemory(0, length), either.Token).ConfigureAwait(false);
    }

    /// <summary>Reads as many whole frames as fit.</summary>
    private int Read(ref QueuePosition position)
    {
        while (true)
        {
            int read = _queue.Read(ref position, _chunk);
            int whole = Frames.WholeLength(_chunk.AsSpan(0, read), out int needed);
            if (whole > 0 || read == 0)
                return whole;
            if (needed > _chunk.Length)
            {
                _chunk = new byte[needed];
                continue;
            }
            // A frame that never becomes whole is damage: the power failed, or somebody else wrote there.
            _logger.LogError("The queue of messages for {Server} is damaged; up to {Kilobytes} KiB of them are lost.", _target, Math.Max(1, _queue.Length / Kilobyte));
            position = new(position.Segment + 1, 0);
            _queue.Remove(position);
        }
    }

    private CancellationTokenSource BeginLimit() => new(Limit, _time);

    private void SayAway(string problem)
    {
        if (!_isAway)
            _logger.LogWarning("The syslog server {Server} can't be reached: {Problem}. Messages for it wait on disk, up to {Kilobytes} KiB.", _target, problem.TrimEnd('.'), _target.Queue.Bytes / Kilobyte);
        Volatile.Write(ref _isAway, true);
    }

    private void SayBack()
    {
        long dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
            _logger.LogError("{Count} messages for {Server} were dropped.", dropped, _target);
        else if (_isAway)
            _logger.LogWarning("The syslog server {Server} is reached again; what has waited is sent.", _target);
        Volatile.Write(ref _isAway, false);
    }
}
