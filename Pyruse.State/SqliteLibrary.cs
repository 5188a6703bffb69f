using System.Runtime.InteropServices;
using Pyruse.Core.State;
using SQLitePCL;

namespace Pyruse.State;

/// <summary>Binds the managed SQLite provider to the distribution's own library, so that security fixes come from the distribution.</summary>
internal static class SqliteLibrary
{
    private const string FileName = "libsqlite3.so.0";

    // A resolver can be set only once per assembly, and several stores may be opened at the same time.
    private static readonly Lazy<bool> Binding = new(Bind);

    /// <exception cref="StateStoreException">The library is not installed.</exception>
    public static void Load()
    {
        if (!Binding.Value)
        {
            throw new StateStoreException(
                $"The library \"{FileName}\" can't be loaded, but the state is kept with it; install the package libsqlite3-0 (Debian, Ubuntu) or sqlite-libs (Fedora, RHEL).");
        }
    }

    private static bool Bind()
    {
        if (!NativeLibrary.TryLoad(FileName, out nint library))
            return false;
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == "e_sqlite3" ? library : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }
}
