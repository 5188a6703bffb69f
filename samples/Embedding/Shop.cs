using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Embedding;
using Pyruse.Plugins.Builtin;

namespace Pyruse.Samples.Embedding;

/// <summary>A shop that watches itself: its log and its orders go through one engine, whose rules are text that an administrator can change.</summary>
internal static class Shop
{
    // <rules>
    private const string Rules = """
        [[chain]]
        name = "Somebody tries out cards"
        steps = [
          { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "Shop.Payments" },
          { filter = "lowerOrEquals", field = "PRIORITY", value = 4 },
          { action = "counterRaise", counter = "refused cards", for = "Address", keepSeconds = "10m", save = "refused" },
          { filter = "greaterOrEquals", field = "refused", value = 3 },
          { action = "nftBan", IP = "Address", banSeconds = "1h", nftSetIPv4 = "inet pyruse shop4", nftSetIPv6 = "inet pyruse shop6" },
        ]

        [[chain]]
        name = "Large orders"
        steps = [
          { filter = "isLarge" },
          { action = "dailyReport", level = "INFO", message = "Order {NUMBER} of {CUSTOMER}: {AMOUNT} EUR" },
        ]
        """;

    // </rules>
    public static async Task RunAsync()
    {
        // <feeds>
        await using PyruseHost pyruse = new PyruseBuilder()
            .AddBuiltinModules()
            .LoadToml(Rules)
            .AddFilter("isLarge", entry => decimal.TryParse(entry["AMOUNT"], out decimal amount) && amount >= 1000)
            .AddSource("orders", OrdersAsync())
            .StreamEffects()
            .Start();
        using ILoggerFactory logging = LoggerFactory.Create(builder => builder.AddProvider(new EntryLoggerProvider(pyruse.Input)));
        ILogger payments = logging.CreateLogger("Shop.Payments");
        for (int card = 1; card <= 3; card++)
            payments.LogWarning("Card {Card} from {Address} was refused", card, "203.0.113.7");
        // </feeds>

        // <effects>
        Task end = pyruse.CompleteAsync();
        await foreach (Effect effect in pyruse.ReadEffectsAsync())
        {
            Console.WriteLine(effect switch
            {
                BanEffect ban => $"ban {ban.Address} for {ban.Seconds} s: {ban.Evidence}",
                ReportEffect line => $"report: {line.Message}",
                _ => EffectJson.Format(effect),
            });
        }
        await end;
        Console.WriteLine($"{pyruse.Progress.Entries} entries, {pyruse.Progress.Failures} failures");
        // </effects>
    }

    // <orders>
    private static async IAsyncEnumerable<InputEntry> OrdersAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        decimal[] amounts = [49.90m, 1999.00m, 120.00m];
        for (int i = 0; i < amounts.Length; i++)
        {
            // Where a real shop would await its database or message queue.
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new InputEntry(("NUMBER", $"{i + 1}"), ("CUSTOMER", "alice"), ("AMOUNT", $"{amounts[i]}"));
        }
    }

    // </orders>
}
