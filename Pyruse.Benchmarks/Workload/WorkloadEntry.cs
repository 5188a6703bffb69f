using System.Text;

namespace Pyruse.Benchmarks.Workload;

/// <summary>An entry of the workload: its fields in the order in which they are written. No value has a line break.</summary>
internal sealed record WorkloadEntry(IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>When it was written, in microseconds since 1970-01-01 UTC.</summary>
    public long Time => long.Parse(this["__REALTIME_TIMESTAMP"]!, System.Globalization.CultureInfo.InvariantCulture);

    public string? this[string name] => Fields.FirstOrDefault(item => item.Name == name).Value;

    /// <summary>The fields that a program may send; those with a leading underscore are journald's own.</summary>
    public (string Name, string Value)[] Sent => [.. Fields.Where(static item => item.Name[0] != '_')];

    /// <summary>Writes the entry in the Journal Export Format, see https://systemd.io/JOURNAL_EXPORT_FORMATS/.</summary>
    public void WriteTo(Stream stream)
    {
        var text = new StringBuilder(1024);
        foreach ((string name, string value) in Fields)
            text.Append(name).Append('=').Append(value).Append('\n');
        stream.Write(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
    }
}
