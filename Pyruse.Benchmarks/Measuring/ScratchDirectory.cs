namespace Pyruse.Benchmarks.Measuring;

/// <summary>A directory for one measurement, gone after it.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("pyruse-benchmark-").FullName;

    /// <summary>The path of a file or directory in it.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Makes a directory in it.</summary>
    public string Make(string name) => Directory.CreateDirectory(this[name]).FullName;

    /// <summary>Writes a text file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
