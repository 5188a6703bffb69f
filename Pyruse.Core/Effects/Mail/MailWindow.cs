using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Pyruse.Core.Effects.Mail;

/// <summary>Counts the mails of the last hour, and says when there is room for another. Kept in a file, so that a restart makes no room.</summary>
/// <remarks>Not safe for use by several threads.</remarks>
public sealed class MailWindow
{
    private static readonly TimeSpan Length = TimeSpan.FromHours(1);

    private volatile int _max;
    private readonly string? _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Queue<DateTimeOffset> _sent;

    /// <summary>Makes a window.</summary>
    /// <param name="max">How many mails go in an hour.</param>
    /// <param name="path">The file; null: only this process remembers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the file can't be used; mails go nevertheless.</param>
    public MailWindow(int max, string? path, TimeProvider time, ILogger logger)
    {
        (_max, _path, _time, _logger) = (max, path, time, logger);
        _sent = new(Load());
    }

    /// <summary>How many mails go in an hour. May be changed by any thread.</summary>
    public int Max
    {
        get => _max;
        set => _max = value;
    }

    /// <summary>How long to wait until the next mail may go; zero: it may go now.</summary>
    public TimeSpan Wait()
    {
        DateTimeOffset now = _time.GetUtcNow();
        // A time that has not come yet was noted before the clock was set back: nobody can say how long ago that was.
        while (_sent.TryPeek(out DateTimeOffset oldest) && (now - oldest >= Length || oldest > now))
            _sent.Dequeue();
        return _sent.Count < _max ? TimeSpan.Zero : _sent.ElementAt(_sent.Count - _max) + Length - now;
    }

    /// <summary>Notes that a mail went.</summary>
    public void Add()
    {
        _sent.Enqueue(_time.GetUtcNow());
        Wait();
        Save();
    }

    private List<DateTimeOffset> Load()
    {
        if (_path is null || !File.Exists(_path))
            return [];
        try
        {
            // Whatever the file holds, no more than counts.
            return [.. File.ReadLines(_path).TakeLast(_max).Where(static line => DateTimeOffset.TryParseExact(line, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                .Select(static line => DateTimeOffset.ParseExact(line, "O", CultureInfo.InvariantCulture)).Order()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning("The times of the last mails can't be read, so that more than {Max} may go in this hour: {Problem}", _max, exception.Message);
            return [];
        }
    }

    private void Save()
    {
        if (_path is null)
            return;
        try
        {
            string unfinished = _path + ".tmp";
            File.WriteAllLines(unfinished, _sent.Select(static time => time.ToString("O", CultureInfo.InvariantCulture)));
            File.Move(unfinished, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning("The time of a mail can't be noted, so that after a restart more than {Max} may go in an hour: {Problem}", _max, exception.Message);
        }
    }
}
