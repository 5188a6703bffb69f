using System.Net;
using System.Net.Sockets;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Mail;

namespace Pyruse.Tests.Mail.Support;

/// <summary>Mails and settings that tests begin with.</summary>
internal static class SomeMails
{
    public static EmailSettings Settings { get; } = new("pyruse@example.org", ["a@example.org", "b@example.org"]);

    public static OutgoingMail Composed(string text = "It was x.", params string[] to) =>
        new MailComposer(to.Length > 0 ? Settings with { To = to } : Settings, TimeProvider.System).Compose("Alarm", text, "<p>x</p>");

    public static EmailEffect Effect(string text, string chain = "chain", long time = 1_761_000_000_000_000) => new(new EffectOrigin(chain, 0, time, "cursor"), $"Subject {text}", $"Body {text}\n");

    public static EmailEffect Report(string text) => Effect(text, EmailEffect.ReportChain) with { Html = $"<p>{text}</p>" };

    /// <summary>A port on which nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
