using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pyruse.Core.Effects;

namespace Pyruse.State;

/// <summary>Effects as the JSON that the outbox holds; which kinds there are is declared on <see cref="Effect"/>.</summary>
[JsonSerializable(typeof(Effect))]
internal sealed partial class EffectText : JsonSerializerContext
{
    // Not pasted into pages: log text in any script stays short and readable.
    private static readonly EffectText Format = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Of(Effect effect) => JsonSerializer.Serialize(effect, Format.Effect);

    /// <exception cref="JsonException">It is no effect, or of a kind that this program does not know.</exception>
    public static Effect Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Format.Effect) ?? throw new JsonException("There is no effect.");
        }
        catch (NotSupportedException e)
        {
            throw new JsonException("There is no kind of effect.", e);
        }
    }
}
