using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>The kernel's ipsets, by way of ipset(8).</summary>
/// <param name="command">The program and arguments that come before those given to it; null: <c>ipset</c> where programs are.</param>
public sealed class IpsetFirewall(IReadOnlyList<string>? command) : IFirewall
{
    private readonly FirewallProgram _program = new("ipset", "ipset", "[ipsetBan] ipset = [\"/usr/sbin/ipset\"]", command);

    /// <inheritdoc/>
    public Firewall Kind => Firewall.Ipset;

    /// <inheritdoc/>
    public long MaxSeconds => 2_147_483;

    /// <inheritdoc/>
    public bool IsOwn(int processId) => _program.Started(processId);

    /// <inheritdoc/>
    public Task PrepareAsync(IReadOnlyCollection<SetUse> sets, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<SetDefinition> ReadAsync(BanSet set, Action<SetElement> onElement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        var listing = new IpsetListing(onElement);
        if (await _program.RunAsync(["list", set.Name, "-output", "save"], default, listing.ReadAsync, patience: null, cancellationToken).ConfigureAwait(false) is { } problem)
            throw new FirewallException(IsMissing(problem) ? Missing(set) : $"The ipset \"{set}\" can't be read: {problem}") { IsOfSet = IsMissing(problem) };
        return listing.Definition;
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(IReadOnlyList<SetChanges> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        byte[] script = Encoding.ASCII.GetBytes(Script(changes));
        string? problem = await _program.RunAsync(
            ["restore", "-exist"], script, static (output, cancellation) => output.CopyToAsync(Stream.Null, cancellation), patience: null, cancellationToken).ConfigureAwait(false);
        if (problem is null)
            return;
        if (changes is [var only] && IsMissing(problem))
            throw new FirewallException(Missing(only.Set)) { IsOfSet = true };
        if (changes is [var full] && problem.Contains("Hash is full", StringComparison.Ordinal))
            throw new FirewallException($"The ipset \"{full.Set}\" is full; make another with room for more (\"maxelem 1000000\"), and put it in its place with \"ipset swap\".") { IsOfSet = true };
        throw new FirewallException($"ipset refuses a change: {problem}");
    }

    /// <inheritdoc/>
    /// <remarks>There is no way to know: the timer alone finds changes.</remarks>
    public Task WatchAsync(Func<string, bool> isOfInterest, Action<int> onChange, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>Writes what "ipset restore -exist" is to do: with that option the end of an element that is there is replaced.</summary>
    internal static string Script(IEnumerable<SetChanges> changes)
    {
        var text = new StringBuilder();
        foreach (SetChanges change in changes)
        {
            foreach ((SetChangeKind kind, SetElement element) in change.Items)
            {
                text.Append(kind == SetChangeKind.Remove ? "del " : "add ").Append(change.Set.Name).Append(' ').Append(BanNetwork.Format(element.Network));
                // "timeout 0" is for ever whatever the set's default, but a set without timeouts does not know the word.
                if (kind != SetChangeKind.Remove && change.HasTimeouts)
                    text.Append(CultureInfo.InvariantCulture, $" timeout {element.SecondsLeft}");
                text.Append('\n');
            }
        }
        return text.ToString();
    }

    private static bool IsMissing(string problem) => problem.Contains("set with the given name does not exist", StringComparison.Ordinal);

    private static string Missing(BanSet set)
    {
        var family = set.Name.Contains('6', StringComparison.Ordinal) ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return $"There is no ipset \"{set}\". Make it, such as with: ipset create {set} hash:ip family {(family == AddressFamily.InterNetwork ? "inet" : "inet6")} timeout 0 maxelem 1000000";
    }
}
