using Microsoft.Extensions.Logging;
using Pyruse.Cli.Output;
using Pyruse.Core.Bans;
using Pyruse.Core.Bans.Firewalls;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.State;
using Pyruse.State;

namespace Pyruse.Cli.Commands.Bans;

/// <summary>What the commands about bans work with: the configuration, the recorded bans, and the firewalls. A daemon may use the same bans meanwhile.</summary>
internal sealed class BanSession : IDisposable
{
    private readonly Lazy<SqliteStateStore> _store;
    private readonly Lazy<SqliteStateReader?> _reader;

    private BanSession(PyruseConfiguration configuration)
    {
        Configuration = configuration;
        _reader = new(() => SqliteStateReader.Open(configuration.Storage));
        _store = new(() => SqliteStateStore.Open(configuration.Storage, Time, Logger, new StateLimits { BanHistory = configuration.Bans.ToPolicy().Remember }));
    }

    public PyruseConfiguration Configuration { get; }

    public TimeProvider Time { get; } = TimeProvider.System;

    public ILogger Logger { get; } = new ConsoleLogger(LogLevel.Information);

    /// <summary>The recorded bans, for changing them.</summary>
    public SqliteStateStore Store => _store.Value;

    /// <summary>The recorded bans, for looking only; null: nothing was ever recorded.</summary>
    public SqliteStateReader? Reader => _reader.Value;

    public long Now => Core.Entries.EntryTime.ToMicroseconds(Time.GetUtcNow());

    /// <summary>Does something with bans; what fails becomes a message and an exit code.</summary>
    public static int Run(string config, Func<BanSession, int> work)
    {
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration? configuration = ConfigurationFile.Read(config, diagnostics);
        if (Setup.Report(diagnostics, Console.Error) != ExitCode.Done || configuration is null)
            return ExitCode.Configuration;
        try
        {
            using var session = new BanSession(configuration);
            return work(session);
        }
        catch (Exception exception) when (exception is StateStoreException or FirewallException)
        {
            Console.Error.WriteLine($"pyruse: error: {Printable.Of(exception.Message)}");
            return ExitCode.Failed;
        }
    }

    /// <summary>Makes the firewalls that a configuration describes.</summary>
    public static IReadOnlyList<IFirewall> Firewalls(PyruseConfiguration configuration) =>
        [new NftFirewall(configuration.Nft.Nft, configuration.Bans.Manage), new IpsetFirewall(configuration.Ipset.Ipset)];

    public SetKeeper KeeperOf(Firewall kind) => new(Firewalls(Configuration).Single(firewall => firewall.Kind == kind), Time, Logger);

    public void Dispose()
    {
        if (_store.IsValueCreated)
            _store.Value.Dispose();
        if (_reader.IsValueCreated)
            _reader.Value?.Dispose();
    }
}
