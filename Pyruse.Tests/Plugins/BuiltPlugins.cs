using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Plugins;

/// <summary>The plugins that the build made of Pyruse.Tests.Plugins, and what can be done to them.</summary>
internal static class BuiltPlugins
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Enterable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The file that a project was built to.</summary>
    public static string FileOf(string project, string? file = null)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(TestContext.CurrentContext.TestDirectory.TrimEnd('/'))!);
        string place = Directory.Exists(Path.Combine(PyruseProgram.Root, "Pyruse.Tests.Plugins", project)) ? "Pyruse.Tests.Plugins" : "samples/plugins";
        return Path.Combine(PyruseProgram.Root, place, project, "bin", configuration, "net10.0", file ?? project + ".dll");
    }

    /// <summary>Puts a plugin's assembly alone into a directory; gives its path.</summary>
    public static string Install(string directory, string project, string? name = null) => Write(Path.Combine(directory, name ?? project + ".dll"), File.ReadAllBytes(FileOf(project)));

    /// <summary>Puts a plugin with all that was built with it into a folder of its own; gives the folder.</summary>
    public static string InstallFolder(string directory, string project, string? name = null)
    {
        string folder = Path.Combine(directory, name ?? project);
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(FileOf(project))!))
            Write(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        return folder;
    }

    /// <summary>Writes a file that all can read and only its owner can change, whatever the umask is.</summary>
    public static string Write(string path, ReadOnlySpan<byte> content)
    {
        string directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory);
        File.SetUnixFileMode(directory, Enterable);
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, Readable);
        return path;
    }

    /// <summary>Makes an assembly say that it was built against another version of one that it refers to.</summary>
    public static void ChangeReference(string file, string assembly, Version version)
    {
        byte[] bytes = File.ReadAllBytes(file);
        using var image = new PEReader(new MemoryStream(bytes));
        MetadataReader metadata = image.GetMetadataReader();
        AssemblyReferenceHandle reference = metadata.AssemblyReferences.First(handle => metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, assembly));
        // A row of the table begins with the four numbers of the version; see ECMA-335, II.22.5.
        int row = image.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
            + ((MetadataTokens.GetRowNumber(reference) - 1) * metadata.GetTableRowSize(TableIndex.AssemblyRef));
        int[] numbers = [version.Major, version.Minor, version.Build, version.Revision];
        for (int i = 0; i < numbers.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(row + (2 * i)), (ushort)numbers[i]);
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Makes an assembly say that it was built for another kind of machine.</summary>
    public static void ChangeMachine(string file, Machine machine, CorFlags flags)
    {
        byte[] bytes = File.ReadAllBytes(file);
        using var image = new PEReader(new MemoryStream(bytes));
        BitConverter.TryWriteBytes(bytes.AsSpan(image.PEHeaders.CoffHeaderStartOffset), (ushort)machine);
        BitConverter.TryWriteBytes(bytes.AsSpan(image.PEHeaders.CorHeaderStartOffset + 16), (uint)flags);
        File.WriteAllBytes(file, bytes);
    }
}
