using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.State;
using Pyruse.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.State;

/// <summary>A directory of its own for each test, and what the tests put into stores.</summary>
public abstract class StoreFixture
{
    protected const long Second = 1_000_000;

    /// <summary>The entry time at which most tests begin: 2026-01-01.</summary>
    protected const long Start = 1_767_225_600 * Second;

    protected static readonly EffectOrigin Origin = new("ssh", 2, Start, "s=1;i=2a");

    private protected ManualTime Time { get; private set; } = null!;

    private protected RecordingLogger Logger { get; private set; } = null!;

    protected string Root { get; private set; } = "";

    protected string DatabasePath => Path.Combine(Root, "pyruse.db");

    [SetUp]
    public void MakeDirectory()
    {
        Root = Directory.CreateTempSubdirectory("pyruse-state-").FullName;
        Time = new ManualTime(DateTimeOffset.UnixEpoch.AddTicks(Start * 10).AddYears(10));
        Logger = new RecordingLogger();
    }

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(Root, recursive: true);

    protected SqliteStateStore Open(StateLimits? limits = null) => SqliteStateStore.Open(Root, Time, Logger, limits);

    protected static StateBatch Batch(params Effect[] effects)
    {
        var batch = new StateBatch { Time = Start };
        batch.Effects.AddRange(effects);
        return batch;
    }

    protected static CounterChange Raised(string key, long until) => new(CounterChangeKind.Raised, "ssh", key, until);

    protected static BanEffect Ban(string address, long seconds, long since = Start) =>
        new(Origin with { Time = since }, Firewall.Nft, "inet pyruse ssh4", IPAddress.Parse(address), seconds, $"Failed password from {address}");

    /// <summary>Copies with a process of its own: closing a file ends all of this process's locks on it.</summary>
    protected string CopyOfRoot()
    {
        string copy = Path.Combine(Root, "copy");
        using var process = Process.Start("sh", ["-c", $"mkdir '{copy}' && cp '{Root}'/pyruse.db* '{copy}'"]);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
        return copy;
    }

    private protected sealed class RecordingLogger : ILogger
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception)));
    }
}
