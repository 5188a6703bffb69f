using System.Text.Encodings.Web;
using System.Text.Json;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Mail;

namespace Pyruse.Cli.Output;

/// <summary>Says what came of a test mail.</summary>
internal sealed class MailTestResult(string transport, OutgoingMail mail, MailDelivery delivery)
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints sentences: what is well on standard output, what is wrong on standard error.</summary>
    public void WriteText()
    {
        string encryption = delivery.Encryption is { } tls ? $" ({tls})" : "";
        if (delivery.Delivered.Count > 0)
        {
            string response = delivery.Response.Length > 0 ? $": {Printable.Of(delivery.Response)}" : ".";
            Console.WriteLine($"The mail <{mail.Id}> went to {transport}{encryption} for {string.Join(", ", delivery.Delivered)}{response}");
        }
        if (delivery.Result.Outcome == EffectOutcome.Done)
            return;
        Console.Error.WriteLine($"pyruse: error: {Printable.Of(delivery.Result.Problem)}");
        if (delivery.Delivered.Count == 0)
        {
            string next = delivery.Result.Outcome == EffectOutcome.TryAgain ? "The daemon would keep such a mail and try again" : "The daemon would give such a mail up";
            Console.Error.WriteLine($"Nothing was sent to {string.Join(", ", mail.Recipients)} by {transport}{encryption}. {next}.");
        }
    }

    public void WriteJson()
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("outcome", delivery.Result.Outcome switch { EffectOutcome.Done => "sent", EffectOutcome.TryAgain => "tryAgain", _ => "givenUp" });
            writer.WriteString("transport", transport);
            writer.WriteString("encryption", delivery.Encryption);
            writer.WriteString("messageId", mail.Id);
            writer.WriteString("sender", mail.Sender);
            WriteList(writer, "delivered", delivery.Delivered);
            writer.WriteStartArray("refused");
            foreach (RefusedRecipient refused in delivery.Refused)
            {
                writer.WriteStartObject();
                writer.WriteString("recipient", refused.Address);
                writer.WriteString("reply", refused.Reply);
                writer.WriteBoolean("permanent", refused.IsPermanent);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteString("response", delivery.Response);
            writer.WriteString("problem", delivery.Result.Problem);
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (string item in items)
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }
}
