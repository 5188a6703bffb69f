using System.Runtime.InteropServices;
using System.Text;

namespace Pyruse.Core.Processes;

/// <summary>Starts a program with nothing of ours but what it is given.</summary>
/// <remarks>
/// posix_spawn(3) instead of .NET's Process, which has no way to begin a session, lets the program inherit ignored signals (SIGPIPE is, in every .NET program) and
/// descriptors, and looks for programs in the directory it happens to be in.
/// </remarks>
internal static unsafe class ProcessSpawner
{
    /// <summary>More than the C libraries' opaque structures need: 336 bytes at most in the GNU C library.</summary>
    private const int StructureSize = 1024;

    private const int FirstForeignDescriptor = 3;

    /// <summary>Starts a program as the leader of a session of its own, in the directory <c>/</c>, with all signals as they are by default.</summary>
    /// <param name="path">The program's file.</param>
    /// <param name="arguments">Its arguments, its name first.</param>
    /// <param name="environment">Its environment, as <c>NAME=value</c>.</param>
    /// <param name="standard">What become its standard input, output and error.</param>
    /// <param name="process">The number of the process.</param>
    /// <returns>0, or the number of the error.</returns>
    /// <exception cref="ProgramStartException">There is no memory for it.</exception>
    public static int Start(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, ReadOnlySpan<int> standard, out int process)
    {
        byte* attributes = stackalloc byte[StructureSize];
        byte* actions = stackalloc byte[StructureSize];
        Must(LibC.InitAttributes(attributes));
        Must(LibC.InitActions(actions));
        byte** argumentTable = Table(arguments);
        byte** environmentTable = Table(environment);
        try
        {
            ResetSignals(attributes);
            Must(LibC.SetFlags(attributes, LibC.SetSession | LibC.SetSignalDefaults | LibC.SetSignalMask));
            for (int descriptor = 0; descriptor < standard.Length; descriptor++)
                Must(LibC.AddDuplicate(actions, standard[descriptor], descriptor));
            LeaveBehind(actions);
            return LibC.Spawn(out process, path, actions, attributes, argumentTable, environmentTable);
        }
        finally
        {
            Free(argumentTable);
            Free(environmentTable);
            LibC.DestroyActions(actions);
            LibC.DestroyAttributes(attributes);
        }
    }

    private static void ResetSignals(byte* attributes)
    {
        byte* signals = stackalloc byte[StructureSize];
        LibC.FillSet(signals);
        Must(LibC.SetDefaults(attributes, signals));
        LibC.EmptySet(signals);
        Must(LibC.SetMask(attributes, signals));
    }

    /// <summary>Has the program leave our directory and our descriptors.</summary>
    private static void LeaveBehind(byte* actions)
    {
        try
        {
            Must(LibC.AddDirectory(actions, "/"));
            Must(LibC.AddCloseFrom(actions, FirstForeignDescriptor));
        }
        catch (EntryPointNotFoundException)
        {
            // Before version 2.34 the GNU C library lacks the latter, before 2.29 both. Our own descriptors are closed in any case; those
            // that a service manager opened for us are not, and the directory is the one that it started us in.
        }
    }

    /// <exception cref="ProgramStartException">A preparation failed, for which there is no other reason than a lack of memory.</exception>
    private static void Must(int error)
    {
        if (error != 0)
            throw new ProgramStartException($"No program can be started: {Marshal.GetPInvokeErrorMessage(error)}.", isTemporary: true);
    }

    private static byte** Table(IReadOnlyList<string> texts)
    {
        byte** table = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (int index = 0; index < texts.Count; index++)
        {
            int length = Encoding.UTF8.GetByteCount(texts[index]);
            table[index] = (byte*)NativeMemory.Alloc((nuint)length + 1);
            Encoding.UTF8.GetBytes(texts[index], new Span<byte>(table[index], length));
            table[index][length] = 0;
        }
        return table;
    }

    private static void Free(byte** table)
    {
        for (byte** item = table; *item is not null; item++)
            NativeMemory.Free(*item);
        NativeMemory.Free(table);
    }
}
