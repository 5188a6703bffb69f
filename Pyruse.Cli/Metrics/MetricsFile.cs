using Microsoft.Extensions.Logging;

namespace Pyruse.Cli.Metrics;

/// <summary>Writes measurements to a file again and again, each time as a whole: whoever reads it never sees a part.</summary>
internal sealed class MetricsFile : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(15);

    private readonly string _path;
    private readonly MetricsPage _page;
    private readonly ILogger _logger;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private string _problem = "";

    /// <param name="path">The file.</param>
    /// <param name="interval">How often it is written; null: every 15 s.</param>
    /// <param name="page">The measurements.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    public MetricsFile(string path, TimeSpan? interval, MetricsPage page, TimeProvider time, ILogger logger)
    {
        (_path, _interval, _page, _time, _logger) = (path, interval ?? UsualInterval, page, time, logger);
        _work = Task.Run(RunAsync);
    }

    /// <summary>Ends. The file goes, too: measurements of a daemon that does not run any more would look like those of one that is stuck.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _work.GetAwaiter().GetResult();
        _end.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Say(exception.Message);
        }
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_interval, _time);
        try
        {
            do
                await WriteAsync().ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task WriteAsync()
    {
        string unfinished = _path + ".tmp";
        try
        {
            byte[] page = await _page.WriteAsync(_end.Token).ConfigureAwait(false);
            // What somebody else has put there under this name is not followed.
            File.Delete(unfinished);
            await using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mode }))
                await file.WriteAsync(page, _end.Token).ConfigureAwait(false);
            File.Move(unfinished, _path, overwrite: true);
            _problem = "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Say(exception.Message);
        }
    }

    private void Say(string problem)
    {
        if (problem != _problem)
            _logger.LogWarning("Measurements can't be written to {Path} (file of [metrics]), and are tried again: {Problem}", _path, problem);
        _problem = problem;
    }
}
