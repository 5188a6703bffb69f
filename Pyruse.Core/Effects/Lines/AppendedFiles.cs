using Microsoft.Extensions.Logging;

namespace Pyruse.Core.Effects.Lines;

/// <summary>The files that lines are appended to: a bounded number of them open, those used last.</summary>
/// <remarks>
/// A file that can't be written is left alone for a while; its lines go to the outbox meanwhile, up to a limit, beyond which they are dropped and counted. Not
/// safe for use by several threads.
/// </remarks>
internal sealed class AppendedFiles(TimeProvider time, ILogger logger) : IDisposable
{
    private const int MaxOpen = 512;

    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, AppendedFile> _files = new(StringComparer.Ordinal);
    private readonly FailingFiles _failing = new(time, logger);
    private readonly List<AppendedFile> _used = [];

    /// <summary>Collects a line.</summary>
    public void Add(WriteEffect line)
    {
        if (!_files.TryGetValue(line.Path, out AppendedFile? file))
            _files.Add(line.Path, file = new AppendedFile(line.Path));
        if (file.Lines.Count == 0)
            _used.Add(file);
        file.Add(line);
    }

    /// <summary>Writes what is collected.</summary>
    /// <param name="failed">Takes the lines that can't be written now.</param>
    public void Write(List<Effect> failed)
    {
        long now = time.GetTimestamp();
        foreach (AppendedFile file in _used)
        {
            file.LastUse = now;
            Write(file, now, failed);
            file.Clear();
        }
        _used.Clear();
        CloseIdle(now);
    }

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        foreach (AppendedFile file in _files.Values)
            file.Dispose();
        _files.Clear();
    }

    private void Write(AppendedFile file, long now, List<Effect> failed)
    {
        if (!_failing.IsResting(file.Path, now))
        {
            try
            {
                file.Write();
                _failing.Succeed(file.Path);
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                file.Dispose();
                _failing.Fail(file.Path, exception.Message, now);
            }
        }
        _failing.PutOff(file.Path, file.Lines, now, failed);
    }

    private void CloseIdle(long now)
    {
        if (_files.Count <= MaxOpen && !_files.Values.Any(file => time.GetElapsedTime(file.LastUse, now) >= IdleTime))
            return;
        AppendedFile[] closed = [.. _files.Values
            .OrderByDescending(static file => file.LastUse)
            .Where((file, i) => i >= MaxOpen || time.GetElapsedTime(file.LastUse, now) >= IdleTime)];
        foreach (AppendedFile file in closed)
        {
            file.Dispose();
            _files.Remove(file.Path);
        }
    }
}
