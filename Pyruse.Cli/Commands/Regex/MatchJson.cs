using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pyruse.Core.Patterns;

namespace Pyruse.Cli.Commands.Regex;

/// <summary>Writes a search as lines of JSON, one object each, told apart by <c>kind</c>: see docs/cli.md.</summary>
internal sealed class MatchJson(Stream output) : IMatchOutput
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new(512);

    private IReadOnlyList<PatternGroup> _groups = [];

    public void WritePattern(LogPattern pattern)
    {
        _groups = pattern.Groups;
        WriteLine("pattern", writer =>
        {
            writer.WriteString("pattern", pattern.Source);
            writer.WriteString("dotnet", pattern.Translated);
            writer.WriteBoolean("linear", pattern.IsLinear);
            writer.WriteString("obstacle", pattern.WhyNotLinear);
            writer.WriteStartArray("groups");
            foreach (PatternGroup group in pattern.Groups)
            {
                writer.WriteStartObject();
                WriteName(writer, group);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
        Flush();
    }

    public void WriteMalformed(string source, PatternSyntaxException problem)
    {
        WriteLine("error", writer =>
        {
            writer.WriteString("pattern", source);
            writer.WriteNumber("column", problem.Column);
            writer.WriteString("message", problem.Message);
        });
        Flush();
    }

    public void WriteMatch(in MatchingLine line)
    {
        MatchingLine found = line;
        WriteLine("match", writer =>
        {
            writer.WriteNumber("line", found.Number);
            writer.WriteString("text", found.Text);
            writer.WriteBoolean("cut", found.IsCut);
            writer.WriteNumber("index", found.Match.Index);
            writer.WriteString("match", found.Match.Value);
            writer.WriteStartArray("groups");
            foreach (PatternGroup group in _groups)
                WriteGroup(writer, group, found.Match);
            writer.WriteEndArray();
        });
    }

    public void WriteTimeOut(long number, TimeSpan limit) => WriteLine("timeout", writer =>
    {
        writer.WriteNumber("line", number);
        writer.WriteNumber("milliseconds", (long)limit.TotalMilliseconds);
    });

    public void WriteCounts(in SearchCounts counts)
    {
        SearchCounts all = counts;
        WriteLine("summary", writer =>
        {
            writer.WriteNumber("lines", all.Lines);
            writer.WriteNumber("matches", all.Matches);
            writer.WriteNumber("timeouts", all.TimeOuts);
            writer.WriteBoolean("interrupted", all.IsInterrupted);
        });
        Flush();
    }

    public void Flush() => output.Flush();

    private static void WriteGroup(Utf8JsonWriter writer, PatternGroup group, PatternMatch match)
    {
        writer.WriteStartObject();
        WriteName(writer, group);
        writer.WriteString("value", match.Group(group.Number));
        if (match.Span(group.Number) is var (index, _))
            writer.WriteNumber("index", index);
        else
            writer.WriteNull("index");
        writer.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter writer, PatternGroup group)
    {
        writer.WriteNumber("number", group.Number);
        writer.WriteString("name", group.Name);
    }

    private void WriteLine(string kind, Action<Utf8JsonWriter> write)
    {
        _line.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_line, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", kind);
            write(writer);
            writer.WriteEndObject();
        }
        _line.Write("\n"u8);
        output.Write(_line.WrittenSpan);
    }
}
