using System.Globalization;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;

namespace Pyruse.Cli.Output;

/// <summary>Shows on a terminal how far an engine is; shows nothing when standard error is no terminal.</summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Timer? _timer;
    private readonly PyruseEngine _engine;
    private bool _isEnded;

    public ProgressLine(PyruseEngine engine)
    {
        _engine = engine;
        if (!Console.IsErrorRedirected)
            _timer = new Timer(_ => Draw(), null, Interval, Interval);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            if (_timer is not null && !_isEnded)
                Console.Error.Write("\r\e[K");
            _isEnded = true;
        }
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (_isEnded)
                return;
            EngineProgress progress = _engine.Progress;
            string time = progress.LastEntryTime == 0 ? "" : $", at {EntryTime.ToUtc(progress.LastEntryTime).ToLocalTime():yyyy-MM-dd HH:mm:ss}";
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r\e[K{progress.Entries:N0} entries{time}"));
        }
    }
}
