using System.Text;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Core.Patterns;
using Pyruse.Plugins.Builtin.Sources.Files;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Sources.Files;

/// <summary>A directory with logs, and a source that follows them on the thread of the test.</summary>
internal sealed class FollowedFiles : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _directory = new();
    private FileSource? _source;
    private LogEntry? _entry;

    /// <summary>What the source said.</summary>
    public RecordingLogger Log { get; } = new();

    /// <summary>The clock; entries without a time have this one.</summary>
    public ManualTime Time { get; } = new();

    public string Directory => _directory.Path;

    public string? Cursor => _source!.Cursor;

    /// <summary>Options of the source.</summary>
    public FileStart From { get; set; } = FileStart.Start;

    public string? Multiline { get; set; }

    public string? Parse { get; set; }

    public string? Timestamp { get; set; }

    public string? Timezone { get; set; }

    public string? Size { get; set; }

    public string? MaxLine { get; set; }

    public string PathOf(string name) => Path.Combine(_directory.Path, name);

    public void Append(string name, string text) => Append(name, Encoding.UTF8.GetBytes(text));

    public void Append(string name, byte[] bytes)
    {
        using var file = new FileStream(PathOf(name), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(bytes);
    }

    public void Move(string from, string to) => File.Move(PathOf(from), PathOf(to));

    public void CutOff(string name)
    {
        using var file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }

    /// <summary>Begins to follow; with a cursor, where an earlier run stopped.</summary>
    public FollowedFiles Open(string path, string? cursor = null, bool isReplay = false)
    {
        Close();
        var fields = new FieldTable(timeZone: TimeZoneInfo.Utc);
        foreach (string name in (string[])["PRIORITY", "SYSLOG_FACILITY", "SYSLOG_PID", "_HOSTNAME", "PYRUSE_SOURCE", "PYRUSE_FILE", "PYRUSE_CUT", "PYRUSE_EVENT", "SIZE", "user", "ip", "a_b", "a_list", "UID", "_UID"])
            _ = fields[name];
        _entry = new LogEntry(fields);
        _source = new FileSource(Log, Time, fields, new PathPatterns([PathOf(path)]), From, null, Pattern(Multiline), Pattern(Parse), Timestamp, Timezone, SizeOf(Size), SizeOf(MaxLine));
        if (isReplay)
        {
            var replay = (FileSource)_source.ForReplay(null);
            _source.DisposeAsync().AsTask().Wait();
            _source = replay;
        }
        _source.Open(new SourceStart(cursor) { Name = "test" });
        return this;
    }

    /// <summary>Ends, and begins again where it was.</summary>
    public void Reopen(string path, Action? meanwhile = null)
    {
        string? cursor = Cursor;
        Close();
        meanwhile?.Invoke();
        Open(path, cursor);
    }

    /// <summary>Reads what is there: the messages, or the given field.</summary>
    public List<string?> Read(string field = "MESSAGE")
    {
        var found = new List<string?>();
        while (_source!.TryRead(_entry!))
            found.Add(_entry![field]);
        return found;
    }

    /// <summary>Reads one entry.</summary>
    public LogEntry ReadEntry() => _source!.TryRead(_entry!) ? _entry! : throw new AssertionException("There is no entry.");

    /// <summary>Reads, and waits for more, until there are so many.</summary>
    public List<string?> Read(int count)
    {
        List<string?> found = Read();
        while (found.Count < count)
        {
            Wait();
            found.AddRange(Read());
        }
        return found;
    }

    public void Wait()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        Assert.That(_source!.WaitAsync(deadline.Token).AsTask().GetAwaiter().GetResult(), Is.True);
    }

    public bool HasEnded()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return !_source!.WaitAsync(deadline.Token).AsTask().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Close();
        _directory.Dispose();
    }

    private static LogPattern? Pattern(string? text) => text is null ? null : LogPattern.Parse(text);

    private static ByteSize? SizeOf(string? text) => text is null ? null : ByteSize.TryParse(text, out ByteSize size) ? size : throw new ArgumentException(text);

    private void Close()
    {
        _source?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _source = null;
    }
}
