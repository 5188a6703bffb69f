using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Plugins;

/// <summary>Says in a sentence why a file can't be loaded as a plugin. Looks into the file only when something went wrong.</summary>
internal static class PluginTrouble
{
    private const string Damaged = "it is damaged or cut off. Copy it again.";

    /// <summary>Gives the rest of the sentence "The plugin is refused: …".</summary>
    public static string Describe(string file, Exception exception) => WhyUnreadable(file) ?? exception switch
    {
        ModuleException => exception.Message,
        BadImageFormatException or FileLoadException when DescribeImage(file) is { } reason => reason,
        BadImageFormatException { FileName: { } name } when Beside(file, name) is { } dependency => $"its dependency {dependency} can't be loaded: {DescribeImage(dependency) ?? exception.Message}",
        FileNotFoundException { FileName: { Length: > 0 } name } => $"it needs {Short(name)}, which is not beside it. Put it there; \"dotnet publish\" puts all that is needed into one folder.",
        ReflectionTypeLoadException { LoaderExceptions: var all } when all.OfType<Exception>().FirstOrDefault() is { } first => Describe(file, first),
        TypeLoadException or MissingMemberException =>
            $"it does not fit its dependencies: {exception.Message} Build it anew against the versions that lie beside it, or put the right ones there.",
        FileLoadException { InnerException: { } inner } => Describe(file, inner),
        _ => $"it can't be loaded: {exception.Message}",
    };

    /// <summary>Opens the file, because the loader's own words for what can't be opened are vague.</summary>
    private static string? WhyUnreadable(string file)
    {
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return $"the user {Environment.UserName}, as whom Pyruse runs, may not read it. Make it readable for all (chmod a+r).";
        }
        catch (FileNotFoundException)
        {
            return "it is a link to a file that does not exist. Remove the link, or put the file there.";
        }
        catch (IOException exception)
        {
            return $"it can't be read: {exception.Message} Copy it again.";
        }
    }

    /// <summary>Finds the file of a dependency, of which the loader gives the path or only the full name.</summary>
    private static string? Beside(string file, string assembly)
    {
        string name = Path.IsPathRooted(assembly) ? Path.GetFileName(assembly) : assembly.Split(',')[0] + ".dll";
        string path = Path.Combine(Path.GetDirectoryName(file)!, name);
        return File.Exists(path) ? path : null;
    }

    private static string Short(string assemblyName)
    {
        int comma = assemblyName.IndexOf(", Culture", StringComparison.Ordinal);
        return comma < 0 ? assemblyName : assemblyName[..comma].Replace(", Version=", " ", StringComparison.Ordinal);
    }

    /// <summary>Says what is wrong with the file itself; null when that is nothing.</summary>
    private static string? DescribeImage(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            if (stream.Length == 0)
                return "the file is empty. Copy it again.";
            Span<byte> start = stackalloc byte[4];
            int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (start[..read].SequenceEqual("\u007fELF"u8))
                return "it is a native library, no .NET assembly. If a plugin needs it, put both into a folder that is named like the plugin; otherwise remove it.";
            if (read < 2 || start[0] != 'M' || start[1] != 'Z')
                return "it is no .NET assembly, whatever its name says. Remove it from the plugins directory.";
            stream.Position = 0;
            using var image = new PEReader(stream);
            bool isCutOff = image.PEHeaders.SectionHeaders.Any(section => section.PointerToRawData + (long)section.SizeOfRawData > stream.Length);
            return isCutOff ? Damaged : DescribeImage(image);
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or InvalidOperationException or OverflowException)
        {
            return Damaged;
        }
    }

    private static string? DescribeImage(PEReader image)
    {
        if (!image.HasMetadata)
            return "it is a native library of Windows, no .NET assembly. Remove it from the plugins directory.";
        if (!image.GetMetadataReader().IsAssembly)
            return "it is a module of a .NET assembly, not an assembly. Build it as a class library.";
        Machine machine = image.PEHeaders.CoffHeader.Machine;
        bool is32Bit = machine == Machine.I386 && image.PEHeaders.CorHeader!.Flags.HasFlag(CorFlags.Requires32Bit);
        return is32Bit || machine != Machine.I386
            ? $"it was built for {(machine == Machine.I386 ? "x86" : Enum.GetName(machine) ?? "an unknown kind of machine")}, but this machine is {RuntimeInformation.ProcessArchitecture}. Build it for \"Any CPU\"."
            : null;
    }
}
