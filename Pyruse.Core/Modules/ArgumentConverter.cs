using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Pyruse.Core.Bans;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Patterns;
using Pyruse.Core.Templates;

namespace Pyruse.Core.Modules;

/// <summary>What the conversion of arguments needs to know of the configuration they stand in.</summary>
/// <param name="Fields">The fields of the workflow that the modules are made for.</param>
/// <param name="Patterns">How regular expressions are run.</param>
/// <param name="Directory">The directory that relative paths start from.</param>
internal sealed record ArgumentContext(FieldTable Fields, LogPatternOptions Patterns, string Directory);

/// <summary>Converts values of a configuration to the types that constructors take.</summary>
internal static class ArgumentConverter
{
    private static readonly Dictionary<Type, Kind> Kinds = new()
    {
        [typeof(string)] = new("a text", static (node, _) => Text(node)),
        [typeof(bool)] = new("true or false", static (node, _) => node is ConfigScalar { Value: bool flag } ? flag : throw Expected("true or false", node)),
        [typeof(int)] = new("an integer", static (node, _) => Integer(node, int.MinValue, int.MaxValue) is var number ? (int)number : 0),
        [typeof(long)] = new("an integer", static (node, _) => Integer(node, long.MinValue, long.MaxValue)),
        [typeof(double)] = new("a number", static (node, _) => node is ConfigScalar { Value: long or double } scalar ? Convert.ToDouble(scalar.Value, CultureInfo.InvariantCulture) : throw Expected("a number", node)),
        [typeof(TimeSpan)] = new("a duration such as 300 (seconds) or \"5m\"", static (node, _) => Durations.Parse(node)),
        [typeof(TimeOnly)] = new("a time of day such as \"06:30\"", static (node, _) => TimeOfDay(node)),
        [typeof(BanDurations)] = new("a duration, or a list of growing ones such as [600, 3600, 86400, 0]", static (node, _) => BanLengths(node)),
        [typeof(Field)] = new("the name of a field", static (node, context) => Text(node) is { Length: > 0 } name ? context.Fields[name] : throw new FormatException("The name of a field is empty; give one such as \"MESSAGE\".")),
        [typeof(ComparisonValue)] = new("a text, a number or a date with time", static (node, _) => Comparison(node)),
        [typeof(LogPattern)] = new("a regular expression", static (node, context) => LogPattern.Parse(Text(node), context.Patterns)),
        [typeof(Regex)] = new("a regular expression", static (node, context) => Translate(LogPattern.Parse(Text(node), context.Patterns), context.Patterns)),
        [typeof(MessageTemplate)] = new("a text with {FIELD} in it", static (node, context) => MessageTemplate.Parse(Text(node), context.Fields)),
        [typeof(IPNetwork)] = new("a network such as \"192.0.2.0/24\" or an address", static (node, _) => Network(node)),
        [typeof(ByteSize)] = new("a size such as 1048576 (bytes) or \"1M\"", static (node, _) => ByteSize.Parse(node)),
        [typeof(Encoding)] = new("the name of an encoding, such as \"iso-8859-15\"", static (node, _) => EncodingNames.Find(Text(node))),
        [typeof(PathPatterns)] = new("a path or a list of them", static (node, context) => PathPatterns.Parse(node, context.Directory)),
        [typeof(FileInfo)] = new("the path of a file", static (node, context) => new FileInfo(Path.Combine(context.Directory, NotEmpty(node)))),
        [typeof(DirectoryInfo)] = new("the path of a directory", static (node, context) => new DirectoryInfo(Path.Combine(context.Directory, NotEmpty(node)))),
    };

    public static bool CanConvert(Type type) => KindOf(type) is not null;

    public static string Describe(Type type) => KindOf(type)?.Description ?? type.Name;

    /// <summary>Converts a value.</summary>
    /// <exception cref="FormatException">It is not what is expected; the message is a sentence.</exception>
    public static object? ToType(ConfigNode node, Type type, ArgumentContext context) => KindOf(type)!.Convert(node, context);

    private static Kind? KindOf(Type type)
    {
        if (Kinds.TryGetValue(type, out Kind? kind))
            return kind;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return KindOf(underlying);
        if (type.IsEnum)
            return new($"one of {string.Join(", ", Enum.GetNames(type).Select(static name => $"\"{name.ToUpperInvariant()}\""))}", (node, _) => EnumValue(node, type));
        if (ElementOf(type) is { } element && KindOf(element) is { } elementKind)
            return new($"a list, each item {elementKind.Description}", (node, context) => List(node, element, elementKind, context));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
            && type.GenericTypeArguments is [var key, var value] && key == typeof(string) && KindOf(value) is { } valueKind)
        {
            return new($"a table, each value {valueKind.Description}", (node, context) => Table(node, value, valueKind, context));
        }
        return null;
    }

    private static Type? ElementOf(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GenericTypeArguments[0] : null;
    }

    private static FormatException Expected(string what, ConfigNode found) =>
        new($"Expected {what}, but found {Found(found)}.");

    private static string Found(ConfigNode node) => node is ConfigScalar { Value: { } value and not DateTimeOffset }
        ? $"{node.Description} ({Quote(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")})"
        : node.Description;

    /// <summary>Quotes a value for a message, without its control characters and at a bounded length.</summary>
    private static string Quote(string text)
    {
        string shown = text.Length <= 60 ? text : text[..60] + "…";
        return $"\"{string.Concat(shown.Select(static c => char.IsControl(c) ? '·' : c))}\"";
    }

    private static string Text(ConfigNode node) => node is ConfigScalar { Value: string text } ? text : throw Expected("a text", node);

    private static Regex Translate(LogPattern pattern, LogPatternOptions options) =>
        new(pattern.Translated, RegexOptions.CultureInvariant | (pattern.IsLinear ? RegexOptions.NonBacktracking : RegexOptions.None), options.MatchTimeout);

    private static string NotEmpty(ConfigNode node) => Text(node) is { Length: > 0 } text ? text : throw new FormatException("The path is empty; name a file or directory.");

    private static long Integer(ConfigNode node, long min, long max)
    {
        if (node is not ConfigScalar { Value: long number })
            throw Expected("an integer", node);
        return number >= min && number <= max ? number : throw new FormatException($"The integer {number} is out of range; it must be from {min} to {max}.");
    }

    private static TimeOnly TimeOfDay(ConfigNode node)
    {
        if (node is ConfigScalar { Value: TimeOnly time })
            return time;
        string[] formats = ["H:mm", "H:mm:ss"];
        return node is ConfigScalar { Value: string text } && TimeOnly.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
            ? time : throw Expected("a time of day such as \"06:30\"", node);
    }

    private static BanDurations BanLengths(ConfigNode node)
    {
        try
        {
            return new([.. (node is ConfigArray list ? list.Items : [node]).Select(Durations.Parse)]);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static ComparisonValue Comparison(ConfigNode node)
    {
        if (node is not ConfigScalar scalar)
            throw Expected("a text, a number or a date with time", node);
        return scalar.Value switch
        {
            DateTime local => new(new DateTimeOffset(local, TimeZoneInfo.Local.GetUtcOffset(local))),
            DateOnly or TimeOnly => throw new FormatException($"Expected a date with time such as 2026-01-31T12:00:00Z, but found {node.Description}."),
            var value => new(value),
        };
    }

    /// <summary>Reads a network. A plain address is the network of itself, bits beyond the prefix are cleared, and v4-mapped v6 is v4.</summary>
    private static IPNetwork Network(ConfigNode node)
    {
        string[] parts = Text(node).Split('/');
        if (parts.Length <= 2 && TryParseAddress(parts[0], out IPAddress? address))
        {
            int bits = address.GetAddressBytes().Length * 8;
            int length = bits;
            if (parts.Length == 1 || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= bits))
                return address.IsIPv4MappedToIPv6 && length >= 96 ? Masked(address.MapToIPv4(), length - 96) : Masked(address, length);
        }
        throw Expected("a network such as \"192.0.2.0/24\" or an address", node);
    }

    /// <summary>Reads an address in full: .NET also takes "10" for 0.0.0.10 and "010.0.0.1" for 8.0.0.1, which nobody means.</summary>
    private static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && !text.AsSpan().ContainsAny('%', '[') && (text.Contains(':', StringComparison.Ordinal) || address.ToString() == text);

    private static IPNetwork Masked(IPAddress host, int length)
    {
        byte[] bytes = host.GetAddressBytes();
        for (int bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new(new IPAddress(bytes), length);
    }

    private static object EnumValue(ConfigNode node, Type type)
    {
        string text = Text(node);
        string? name = Enum.GetNames(type).FirstOrDefault(candidate => string.Equals(candidate, text, StringComparison.OrdinalIgnoreCase));
        if (name is not null)
            return Enum.Parse(type, name);
        string[] names = [.. Enum.GetNames(type).Select(static candidate => candidate.ToUpperInvariant())];
        throw new FormatException($"Expected one of {string.Join(", ", names)}, but found {Quote(text)}{Suggestion.OrStop(text, names)}");
    }

    private static Array List(ConfigNode node, Type element, Kind kind, ArgumentContext context)
    {
        if (node is not ConfigArray list)
            throw Expected("a list", node);
        var array = Array.CreateInstance(element, list.Items.Count);
        for (int i = 0; i < array.Length; i++)
        {
            try
            {
                array.SetValue(kind.Convert(list.Items[i], context), i);
            }
            catch (FormatException exception)
            {
                throw new PositionedFormatException(list.Items[i].Position, exception);
            }
        }
        return array;
    }

    private static object Table(ConfigNode node, Type value, Kind kind, ArgumentContext context)
    {
        if (node is not ConfigTable table)
            throw Expected("a table", node);
        var result = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (ConfigEntry entry in table.Entries)
        {
            try
            {
                result.Add(entry.Key, kind.Convert(entry.Value, context));
            }
            catch (FormatException exception)
            {
                throw new PositionedFormatException(entry.Value.Position, exception);
            }
        }
        return result;
    }

    private sealed record Kind(string Description, Func<ConfigNode, ArgumentContext, object?> Convert);
}

/// <summary>A value inside of a list or table is not what is expected.</summary>
internal sealed class PositionedFormatException(SourcePosition position, FormatException cause) : FormatException(cause.Message, cause)
{
    /// <summary>Where the innermost wrong value stands.</summary>
    public SourcePosition Position { get; } = cause is PositionedFormatException inner ? inner.Position : position;
}
