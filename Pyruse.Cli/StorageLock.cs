using Pyruse.Core.State;

namespace Pyruse.Cli;

/// <summary>Sees to it that only one daemon uses a storage directory.</summary>
internal sealed class StorageLock : IDisposable
{
    private readonly FileStream _file;

    private StorageLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; the kernel gives it back whatever happens to the process.</summary>
    /// <exception cref="StateStoreException">The directory can't be used, or another daemon uses it.</exception>
    public static StorageLock Take(string directory)
    {
        string path = Path.Combine(directory, "pyruse.lock");
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new StorageLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StateStoreException($"The storage directory {directory} can't be used by this user: {exception.Message} Set \"storage\" in the configuration to one that can.", exception);
        }
        catch (IOException exception)
        {
            throw new StateStoreException($"The storage directory {directory} can't be used, or another \"pyruse run\" uses it already: {exception.Message}", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
