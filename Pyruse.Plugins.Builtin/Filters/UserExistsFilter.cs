using System.Runtime.InteropServices;

namespace Pyruse.Plugins.Builtin.Filters;

/// <summary>Passes when a local or NSS user has the name that the field holds; see getpwnam_r(3). Answers are kept for a minute.</summary>
/// <param name="field">The field with the user's name.</param>
/// <param name="time">The clock by which answers are kept.</param>
[Filter("userExists")]
public sealed class UserExistsFilter(Field field, TimeProvider time) : IFilter
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    /// <summary>Attackers try many names: the answers are forgotten rather than the memory filled.</summary>
    private const int Capacity = 10_000;

    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);
    private long _oldest;

    /// <inheritdoc/>
    public bool Matches(LogEntry entry)
    {
        foreach (FieldValue found in entry[field])
        {
            if (found.Text is { Length: > 0 and <= 256 } name && !name.Contains('\0') && Exists(name))
                return true;
        }
        return false;
    }

    private bool Exists(string name)
    {
        if (_known.Count >= Capacity || (_known.Count > 0 && time.GetElapsedTime(_oldest) > KeepFor))
            _known.Clear();
        if (_known.TryGetValue(name, out bool exists))
            return exists;
        if (_known.Count == 0)
            _oldest = time.GetTimestamp();
        return _known[name] = UserDatabase.Exists(name);
    }
}

internal static partial class UserDatabase
{
    private const int Eintr = 4;
    private const int Erange = 34;

    /// <summary>Asks the name service switch for a user.</summary>
    /// <exception cref="StepException">The name service does not answer.</exception>
    public static bool Exists(string name)
    {
        // struct passwd is 48 bytes on 64-bit Linux; only whether the result is null is of interest.
        Span<byte> passwd = stackalloc byte[256];
        for (int size = 1024; ; size *= 4)
        {
            byte[] buffer = new byte[size];
            int error = GetPasswdByName(name, ref passwd[0], ref buffer[0], (nuint)size, out nint result);
            if (error == 0)
                return result != 0;
            if (error == Erange && size < 1024 * 1024)
                continue;
            if (error == Eintr)
                continue;
            // ENOENT, ESRCH, EBADF and EPERM mean "no such user" as well: getpwnam(3).
            if (error is 2 or 3 or 9 or 1)
                return false;
            throw new StepException($"The name service can't tell whether a user exists: {Marshal.GetPInvokeErrorMessage(error)}. Look at /etc/nsswitch.conf and its services.");
        }
    }

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetPasswdByName(string name, ref byte passwd, ref byte buffer, nuint bufferSize, out nint result);
}
