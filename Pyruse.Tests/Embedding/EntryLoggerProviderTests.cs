using Microsoft.Extensions.Logging;
using Pyruse.Core.Embedding;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Embedding;

/// <summary>Log events as entries.</summary>
public sealed class EntryLoggerProviderTests
{
    private static readonly string[] Names =
        ["MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "EVENT_ID", "EVENT_NAME", "EXCEPTION_TYPE", "EXCEPTION_MESSAGE", "User", "Count", "_UID", "{OriginalFormat}"];

    [Test]
    public void An_event_becomes_an_entry_with_its_values_as_fields() => Assert.That(
        Fields(static logger => logger.LogWarning(new EventId(7, "Login"), new InvalidDataException("bad"), "{User} failed {Count} times", "bob", 3)),
        Is.EqualTo(new[]
        {
            "MESSAGE=Text(bob failed 3 times)", "PRIORITY=Integer(4)", "SYSLOG_IDENTIFIER=Text(Shop)", "EVENT_ID=Text(7)", "EVENT_NAME=Text(Login)",
            "EXCEPTION_TYPE=Text(System.IO.InvalidDataException)", "EXCEPTION_MESSAGE=Text(bad)", "User=Text(bob)", "Count=Text(3)",
        }));

    [TestCase(LogLevel.Trace, 7)]
    [TestCase(LogLevel.Debug, 7)]
    [TestCase(LogLevel.Information, 6)]
    [TestCase(LogLevel.Warning, 4)]
    [TestCase(LogLevel.Error, 3)]
    [TestCase(LogLevel.Critical, 2)]
    public void A_level_is_a_priority_of_syslog(LogLevel level, int priority) =>
        Assert.That(Fields(logger => logger.Log(level, "x"))[1], Is.EqualTo($"PRIORITY=Integer({priority})"));

    [Test]
    public void A_value_can_not_forge_what_the_provider_says() => Assert.That(
        Fields(static logger => logger.LogInformation("{MESSAGE} {PRIORITY} {_UID}", "forged", 0, 0)),
        Is.EqualTo(new[] { "MESSAGE=Text(forged 0 0)", "PRIORITY=Integer(6)", "SYSLOG_IDENTIFIER=Text(Shop)" }));

    [TestCase("Pyruse")]
    [TestCase("Pyruse.Core.Hosting")]
    public void What_Pyruse_says_itself_makes_no_entries(string category) => Assert.That(Fields(static logger => logger.LogError("x"), category), Is.Empty);

    [Test]
    public void Logging_never_waits_and_what_is_dropped_is_counted_and_said_once()
    {
        int said = 0;
        var queue = new EntryQueue(2) { OnFirstDropped = () => said++ };
        ILogger logger = new EntryLoggerProvider(queue).CreateLogger("Shop");
        for (int i = 0; i < 5; i++)
            logger.LogInformation("x");
        Assert.Multiple(() =>
        {
            Assert.That(queue.Dropped, Is.EqualTo(3));
            Assert.That(said, Is.EqualTo(1));
        });
    }

    /// <summary>The fields of the one entry that some logging makes, in the order of <see cref="Names"/>.</summary>
    private static IReadOnlyList<string> Fields(Action<ILogger> log, string category = "Shop")
    {
        var queue = new EntryQueue();
        log(new EntryLoggerProvider(queue).CreateLogger(category));
        var table = new FieldTable();
        foreach (string name in Names)
            _ = table[name];
        var entry = new LogEntry(table);
        return ((ISource)queue).TryRead(entry) ? [.. Names.Select(name => $"{name}={Values.Of(entry, name)}").Where(static field => !field.EndsWith('='))] : [];
    }
}
