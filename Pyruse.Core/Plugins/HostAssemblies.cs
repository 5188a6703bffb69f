using System.Reflection;
using System.Runtime.Loader;

namespace Pyruse.Core.Plugins;

/// <summary>Which assemblies of the host a plugin sees: the contracts and the .NET runtime, and nothing else of what the host is made of.</summary>
internal static class HostAssemblies
{
    public const string Core = "Pyruse.Core";

    private const string Sdk = "Pyruse.Plugins.Sdk";

    private static readonly Lazy<Dictionary<string, string>> Files = new(FindFiles);

    private static readonly string FrameworkDirectory = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    /// <summary>Whether the assembly is one of the contracts: then the host's is taken, whatever copy lies beside the plugin.</summary>
    public static bool IsShared(string name) => name is Core or Sdk
        || (name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal) && Files.Value.ContainsKey(name));

    /// <summary>Whether the assembly is part of the .NET runtime.</summary>
    public static bool IsFramework(string name) => Files.Value.TryGetValue(name, out string? file) && IsFrameworkFile(name, file);

    /// <summary>The version of a contract that the host has.</summary>
    public static Version SharedVersion(string name) =>
        name == Core ? typeof(HostAssemblies).Assembly.GetName().Version! : AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name)).GetName().Version!;

    /// <summary>In a self-contained program all lies in one directory, and only names tell what is .NET's.</summary>
    private static bool IsFrameworkFile(string name, string file)
    {
        string directory = Path.GetDirectoryName(file)!;
        bool isBesideProgram = string.Equals(directory, Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), StringComparison.Ordinal);
        return !isBesideProgram || (string.Equals(directory, FrameworkDirectory, StringComparison.Ordinal) && IsFrameworkName(name));
    }

    private static bool IsFrameworkName(string name) =>
        (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine") || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)
        || name is "System" or "mscorlib" or "netstandard" or "WindowsBase" or "Microsoft.CSharp" or "Microsoft.VisualBasic" or "Microsoft.VisualBasic.Core";

    /// <summary>The assemblies that the host can load by name; see https://learn.microsoft.com/dotnet/core/dependency-loading/default-probing.</summary>
    private static Dictionary<string, string> FindFiles()
    {
        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string file in ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        return files;
    }
}
