using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>The sets of nftables, by way of nft(8).</summary>
/// <param name="command">The program and arguments that come before those given to it; null: <c>nft</c> where programs are.</param>
/// <param name="isManaging">Whether the table <c>inet pyruse</c> is Pyruse's own to make.</param>
public sealed class NftFirewall(IReadOnlyList<string>? command, bool isManaging) : IFirewall
{
    private readonly FirewallProgram _program = new("nft", "nftables", "[nftBan] nft = [\"/usr/sbin/nft\"]", command);

    /// <inheritdoc/>
    public Firewall Kind => Firewall.Nft;

    /// <inheritdoc/>
    /// <remarks>A hundred years, the longest duration that a configuration can have.</remarks>
    public long MaxSeconds => 100L * 366 * 86_400;

    /// <inheritdoc/>
    public bool IsOwn(int processId) => _program.Started(processId);

    /// <inheritdoc/>
    public async Task PrepareAsync(IReadOnlyCollection<SetUse> sets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sets);
        SetUse[] own = isManaging ? [.. sets.Where(static use => NftTable.Holds(use.Set))] : [];
        if (own.Length == 0)
            return;
        var table = new NftTable();
        // Without its elements: "terse". A table that is not there has nothing to read.
        await ListAsync(["-t", "list", "table", .. NftTable.Name.Split(' ')], table.Read, cancellationToken).ConfigureAwait(false);
        string script = table.Complete(own);
        if (script.Length > 0 && await RunAsync(script, cancellationToken).ConfigureAwait(false) is { } problem)
            throw new FirewallException($"nft can't make the table {NftTable.Name}: {problem}");
    }

    /// <inheritdoc/>
    public async Task<SetDefinition> ReadAsync(BanSet set, Action<SetElement> onElement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        var listing = new NftListing(onElement);
        if (await ListAsync(["list", "set", .. set.Name.Split(' ')], listing.Read, cancellationToken).ConfigureAwait(false) is { } problem)
            throw new FirewallException(IsMissing(problem) ? Missing(set) : $"The set \"{set}\" can't be read: {problem}") { IsOfSet = IsMissing(problem) };
        return listing.Definition;
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(IReadOnlyList<SetChanges> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (await RunAsync(NftScript.Elements(changes), cancellationToken).ConfigureAwait(false) is not { } problem)
            return;
        bool isMissing = changes.Count == 1 && IsMissing(problem);
        throw new FirewallException(isMissing ? Missing(changes[0].Set) : $"nft refuses a change: {problem}") { IsOfSet = isMissing };
    }

    /// <inheritdoc/>
    public async Task WatchAsync(Func<string, bool> isOfInterest, Action<int> onChange, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var monitor = new NftMonitor(isOfInterest, onChange, stop.Cancel);
        try
        {
            string? problem = await _program.RunAsync(["monitor"], default, monitor.ReadAsync, Timeout.InfiniteTimeSpan, stop.Token).ConfigureAwait(false);
            throw new FirewallException($"\"nft monitor\" has ended: {problem ?? "by itself"}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It was stopped only to be started anew.
        }
    }

    private static bool IsMissing(string problem) => problem.Contains("No such file or directory", StringComparison.Ordinal);

    private static string Missing(BanSet set)
    {
        string[] words = set.Name.Split(' ');
        var use = new SetUse(set, set.Name.Contains('6', StringComparison.Ordinal) ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, HasNetworks: false);
        return $"There is no set \"{set}\" in nftables. Make it, such as with: nft add table {words[0]} {words[1]}; nft '{NftScript.Set(use).TrimEnd()}' "
            + $"(ipv6_addr for v6 addresses). Or let Pyruse make its own: [bans] manage = true, and sets named \"{NftTable.Name} …\".";
    }

    private Task<string?> RunAsync(string script, CancellationToken cancellationToken) =>
        _program.RunAsync(["-f", "-"], Encoding.ASCII.GetBytes(script), static (output, cancellation) => output.CopyToAsync(Stream.Null, cancellation), patience: null, cancellationToken);

    private async Task<string?> ListAsync(string[] arguments, JsonTokenHandler onToken, CancellationToken cancellationToken)
    {
        try
        {
            return await _program.RunAsync(
                ["-j", .. arguments], default, (output, cancellation) => JsonStream.ReadAsync(output, onToken, cancellation), patience: null, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw new FirewallException("nft does not answer in JSON as asked with -j; install an nft that was built with JSON support.", exception) { IsGeneral = true };
        }
    }
}
