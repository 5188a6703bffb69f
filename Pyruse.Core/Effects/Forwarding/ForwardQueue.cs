using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Pyruse.Core.Effects.Forwarding;

/// <summary>A place in a queue.</summary>
/// <param name="Segment">The number of the file.</param>
/// <param name="Offset">The place in the file.</param>
internal readonly record struct QueuePosition(long Segment, long Offset);

/// <summary>Messages for one server that wait on disk until they are sent: files of some megabytes that are appended to at one end and deleted at the other.</summary>
/// <remarks>
/// It outlives the process, however that ends; what the kernel had not written yet when the power failed is lost. One thread appends, another one reads and removes.
/// </remarks>
internal sealed class ForwardQueue : IDisposable
{
    /// <summary>When a file has this many bytes, the next one is begun.</summary>
    private const int SegmentSize = 4 * 1024 * 1024;

    private const string Ending = ".queue";
    private const string PositionFile = "position";

    private readonly string _directory;
    private readonly long _capacity;
    private readonly SafeFileHandle _position;

    // Guarded by _lock.
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Segment> _segments = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private QueuePosition _head;
    private long _length;

    /// <summary>Opens a queue, with all that waits in it.</summary>
    /// <param name="directory">Its directory, which is made if need be.</param>
    /// <param name="capacity">How many bytes may wait.</param>
    /// <exception cref="IOException">That is impossible.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public ForwardQueue(string directory, long capacity)
    {
        (_directory, _capacity) = (directory, capacity);
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _position = Open(Path.Combine(directory, PositionFile));
        foreach (string file in Directory.EnumerateFiles(directory, "*" + Ending))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                _segments.Add(number, new Segment(Open(file)));
        }
        _head = FindHead();
        if (_segments.Count > 0)
            MendEnd(_segments.Last());
        _length = _segments.Sum(static segment => segment.Value.Length) - _head.Offset;
    }

    /// <summary>How many bytes wait.</summary>
    public long Length
    {
        get
        {
            lock (_lock)
                return _length;
        }
    }

    /// <summary>The oldest message that waits.</summary>
    public QueuePosition Head
    {
        get
        {
            lock (_lock)
                return _head;
        }
    }

    /// <summary>Appends frames.</summary>
    /// <returns>False when the queue is full: nothing was appended.</returns>
    /// <exception cref="IOException">The disk does not take them; nothing was appended.</exception>
    public bool TryAppend(ReadOnlySpan<byte> frames)
    {
        lock (_lock)
        {
            if (_length + frames.Length > _capacity)
                return false;
            Segment last = _segments.Count == 0 ? Begin(_head.Segment) : _segments.Values.Last();
            if (last.Length >= SegmentSize)
                last = Begin(_segments.Keys.Last() + 1);
            // What half a write leaves behind is overwritten by the next one.
            RandomAccess.Write(last.File, frames, last.Length);
            last.Length += frames.Length;
            _length += frames.Length;
            _more.TrySetResult();
            return true;
        }
    }

    /// <summary>Reads what comes at a place.</summary>
    /// <param name="position">The place; it is moved on to the next file at the end of one.</param>
    /// <param name="buffer">Takes the bytes.</param>
    /// <returns>How many; 0: there are none yet.</returns>
    public int Read(ref QueuePosition position, Span<byte> buffer)
    {
        lock (_lock)
        {
            while (_segments.TryGetValue(position.Segment, out Segment? segment))
            {
                int there = (int)Math.Min(buffer.Length, segment.Length - position.Offset);
                if (there > 0)
                    return RandomAccess.Read(segment.File, buffer[..there], position.Offset);
                if (!_segments.ContainsKey(position.Segment + 1))
                    return 0;
                position = new(position.Segment + 1, 0);
            }
            return 0;
        }
    }

    /// <summary>Removes what lies before a place.</summary>
    public void Remove(QueuePosition before)
    {
        lock (_lock)
        {
            long kept = 0;
            foreach ((long number, Segment segment) in _segments.ToArray())
            {
                if (number < before.Segment)
                    Delete(number, segment);
                else
                    kept += segment.Length;
            }
            _head = before;
            _length = kept - before.Offset;
            if (_length == 0 && before.Offset >= SegmentSize && _segments.TryGetValue(before.Segment, out Segment? emptied))
            {
                Delete(before.Segment, emptied);
                _head = new(before.Segment + 1, 0);
            }
            Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, _head.Segment);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], _head.Offset);
            RandomAccess.Write(_position, bytes, 0);
            if (_length == 0)
                _empty.TrySetResult();
        }
    }

    /// <summary>Waits until something is in the queue.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_length > 0)
                return Task.CompletedTask;
            if (_more.Task.IsCompleted)
                _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _more.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until nothing is in the queue.</summary>
    public Task WaitForEmptyAsync()
    {
        lock (_lock)
        {
            if (_length == 0)
                return Task.CompletedTask;
            if (_empty.Task.IsCompleted)
                _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    /// <summary>Closes the files; what waits stays.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (Segment segment in _segments.Values)
                segment.File.Dispose();
            _segments.Clear();
            _position.Dispose();
        }
    }

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    private string PathOf(long number) => Path.Combine(_directory, number.ToString("D12", CultureInfo.InvariantCulture) + Ending);

    private Segment Begin(long number)
    {
        var segment = new Segment(Open(PathOf(number)));
        _segments.Add(number, segment);
        return segment;
    }

    private void Delete(long number, Segment segment)
    {
        segment.File.Dispose();
        _segments.Remove(number);
        File.Delete(PathOf(number));
    }

    /// <summary>Finds out how far an earlier process had come.</summary>
    private QueuePosition FindHead()
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        QueuePosition head = RandomAccess.Read(_position, bytes, 0) < bytes.Length ? default
            : new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]));
        foreach ((long number, Segment segment) in _segments.Where(segment => segment.Key < head.Segment).ToArray())
            Delete(number, segment);
        if (_segments.Count == 0)
            return head with { Offset = 0 };
        (long first, Segment oldest) = _segments.First();
        return first == head.Segment && head.Offset >= 0 && head.Offset <= oldest.Length ? head : new(first, 0);
    }

    /// <summary>Finds the end of the last whole message: the process may have ended, or the power failed, in the middle of one.</summary>
    private void MendEnd(KeyValuePair<long, Segment> last)
    {
        (long number, Segment segment) = last;
        long begin = number == _head.Segment ? _head.Offset : 0;
        byte[] bytes = new byte[segment.Length - begin];
        int read = RandomAccess.Read(segment.File, bytes, begin);
        segment.Length = begin + Frames.WholeLength(bytes.AsSpan(0, read), out _);
    }

    private sealed class Segment(SafeFileHandle file)
    {
        public SafeFileHandle File => file;

        /// <summary>How many bytes of whole messages there are.</summary>
        public long Length { get; set; } = RandomAccess.GetLength(file);
    }
}
