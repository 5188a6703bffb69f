using Microsoft.Win32.SafeHandles;

namespace Pyruse.Cli.Output;

/// <summary>Standard output as a stream of bytes.</summary>
internal static class StandardOutput
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Opens it with a buffer. The stream is left to the end of the process: closing it would try once more to write what could not be written.</summary>
    /// <remarks>
    /// Unlike Console's stream, FileStream says when nobody reads a pipe any more, so that "pyruse replay | head" ends at once. But in a file it keeps a position of its
    /// own, and what others write there before and after would be overwritten.
    /// </remarks>
    public static Stream Open()
    {
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, BufferSize);
        return stream.CanSeek ? new BufferedStream(Console.OpenStandardOutput(), BufferSize) : stream;
    }
}
