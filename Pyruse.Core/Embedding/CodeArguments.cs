using System.Collections;
using System.Globalization;
using System.Net;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Embedding;

/// <summary>Turns arguments that are written in code into what a configuration file would give, so that both are checked and converted by the same rules.</summary>
internal static class CodeArguments
{
    /// <summary>Makes a table of arguments.</summary>
    /// <param name="arguments">Names and values; null leaves an argument out.</param>
    /// <param name="position">What messages give as the place.</param>
    /// <exception cref="ArgumentException">A name is given twice, or a value is of a type that no configuration can have.</exception>
    public static ConfigTable ToTable(IEnumerable<(string Name, object? Value)> arguments, SourcePosition position)
    {
        var table = new ConfigTable(position);
        foreach ((string name, object? value) in arguments)
        {
            if (value is not null && !table.TryAdd(name, position, ToNode(value, name, position)))
                throw new ArgumentException($"The argument \"{name}\" is given twice at {position}; keep one.", nameof(arguments));
        }
        return table;
    }

    private static ConfigNode ToNode(object value, string name, SourcePosition position)
    {
        switch (value)
        {
            case string or long or double or bool or DateTimeOffset:
                return new ConfigScalar(position, value);
            case sbyte or byte or short or ushort or int or uint:
                return new ConfigScalar(position, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            case TimeSpan duration:
                return new ConfigScalar(position, duration.TotalSeconds);
            case Enum or IPAddress or IPNetwork or FileSystemInfo:
                return new ConfigScalar(position, value.ToString());
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                return ToTable(pairs.Select(static pair => (pair.Key, pair.Value)), position);
            case IEnumerable<KeyValuePair<string, string>> pairs:
                return ToTable(pairs.Select(static pair => (pair.Key, (object?)pair.Value)), position);
            case IEnumerable items:
                var list = new ConfigArray(position);
                foreach (object? item in items)
                    list.Add(item is null ? new ConfigScalar(position, null) : ToNode(item, name, position));
                return list;
            default:
                throw new ArgumentException(
                    $"The argument \"{name}\" at {position} is of type {value.GetType().Name}; give a text, a number, a bool, a date with time, a duration, an address, a network, or a list or dictionary of these.",
                    nameof(value));
        }
    }
}
