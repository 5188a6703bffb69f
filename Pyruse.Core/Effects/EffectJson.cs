using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pyruse.Core.Bans;

namespace Pyruse.Core.Effects;

/// <summary>Writes effects as JSON lines: one object a line, as replays and dry runs print them.</summary>
/// <remarks>Not safe for use by several threads.</remarks>
public sealed class EffectJson : IDisposable
{
    // The lines are read by programs, not pasted into pages: only what JSON demands is escaped, control characters among it.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private readonly Utf8JsonWriter _writer;

    /// <summary>Makes a writer. The stream is not disposed of; buffer it, and flush it yourself.</summary>
    public EffectJson(Stream output)
    {
        _output = output;
        _writer = new Utf8JsonWriter(_line, Options);
    }

    /// <summary>Gives an effect as one line, without its end.</summary>
    public static string Format(Effect effect)
    {
        using var output = new MemoryStream();
        using var json = new EffectJson(output);
        json.Write(effect);
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length - 1);
    }

    /// <summary>Writes one line.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="only">Of two runs, the one that alone has the effect; null: there is one run only, or both have it.</param>
    /// <exception cref="IOException">The stream can't be written.</exception>
    public void Write(Effect effect, string? only = null)
    {
        ArgumentNullException.ThrowIfNull(effect);
        _line.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        if (only is not null)
            _writer.WriteString("only", only);
        _writer.WriteNumber("t", effect.Origin.Time);
        _writer.WriteString("cursor", effect.Origin.Cursor);
        _writer.WriteString("chain", effect.Origin.Chain);
        _writer.WriteNumber("step", effect.Origin.Step);
        _writer.WriteString("kind", effect.Kind);
        WriteContent(effect);
        _writer.WriteEndObject();
        _writer.Flush();
        _line.Write("\n"u8);
        _output.Write(_line.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void WriteContent(Effect effect)
    {
        switch (effect)
        {
            case EmailEffect email:
                _writer.WriteString("subject", email.Subject);
                _writer.WriteString("body", email.Body);
                break;
            case LogEffect log:
                _writer.WriteString("level", log.Level.ToString().ToUpperInvariant());
                _writer.WriteString("message", log.Message);
                break;
            case ReportEffect report:
                _writer.WriteString("level", report.Level.ToString().ToUpperInvariant());
                _writer.WriteString("message", report.Message);
                _writer.WriteString("details", report.Details.ToString().ToUpperInvariant());
                break;
            case BanEffect ban:
                _writer.WriteString("set", ban.Set);
                _writer.WriteString("ip", BanNetwork.Format(ban.Network));
                _writer.WriteNumber("seconds", ban.Seconds);
                break;
            case ExecEffect exec:
                _writer.WriteStartArray("command");
                foreach (string item in exec.Command)
                    _writer.WriteStringValue(item);
                _writer.WriteEndArray();
                _writer.WriteString("stdin", exec.Stdin);
                break;
            case PrintEffect print:
                _writer.WriteString("message", print.Message);
                break;
            case ForwardEffect forward:
                _writer.WriteString("to", forward.To);
                _writer.WriteString("message", forward.Message);
                break;
            case WriteEffect write:
                _writer.WriteString("path", write.Path);
                _writer.WriteString("message", write.Message);
                break;
        }
    }
}
