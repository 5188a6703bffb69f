using Microsoft.Win32.SafeHandles;

namespace Pyruse.Core.Effects.Lines;

/// <summary>A file that lines are appended to. It is kept open, and opened anew when another file has taken its place, as log rotation does.</summary>
internal sealed class AppendedFile(string path) : IDisposable
{
    private const UnixFileMode DirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private readonly LineBuffer _buffer = new();
    private SafeFileHandle? _handle;
    private FileIdentity _identity;

    /// <summary>The file's path.</summary>
    public string Path => path;

    /// <summary>The lines that are collected.</summary>
    public List<Effect> Lines { get; } = [];

    /// <summary>When it was last written to, as a timestamp of the clock.</summary>
    public long LastUse { get; set; }

    /// <summary>Collects a line.</summary>
    public void Add(WriteEffect line)
    {
        Lines.Add(line);
        _buffer.Add(line.Message);
    }

    /// <summary>Writes what is collected, at once.</summary>
    /// <exception cref="IOException">That is impossible; nothing was written then, as far as that can be helped.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Write()
    {
        if (_handle is null || FileIdentity.Find(path) != _identity)
            Open();
        long before = Length();
        try
        {
            // The file is open for appending: the kernel chooses the place, whatever is said here. See open(2), O_APPEND.
            RandomAccess.Write(_handle!, _buffer.Bytes, before);
        }
        catch (IOException)
        {
            TakeBack(before);
            throw;
        }
    }

    /// <summary>Forgets what is collected.</summary>
    public void Clear()
    {
        Lines.Clear();
        _buffer.Clear();
    }

    /// <summary>Closes the file; it is opened again when there is something to write.</summary>
    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }

    /// <summary>The file's length; 0 for what has none, such as a pipe.</summary>
    private long Length()
    {
        try
        {
            return RandomAccess.GetLength(_handle!);
        }
        catch (NotSupportedException)
        {
            return 0;
        }
    }

    private void Open()
    {
        Dispose();
        string directory = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, DirectoryMode);
        _handle = AppendingHandle.Open(path);
        _identity = FileIdentity.Of(_handle);
    }

    /// <summary>Half a line (the disk is full) is taken away again, since the whole one is tried later.</summary>
    private void TakeBack(long length)
    {
        try
        {
            RandomAccess.SetLength(_handle!, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // It is no regular file, or the disk is gone: then half a line stays.
        }
    }
}
