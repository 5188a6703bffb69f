using Pyruse.Core.Bans.Firewalls;

namespace Pyruse.Core.Bans;

/// <summary>Makes changes in a firewall's sets: all in one transaction; if that is refused, so that what is refused does not keep the rest out.</summary>
/// <param name="firewall">The firewall.</param>
/// <param name="onDone">Told of changes that were made.</param>
/// <param name="onRefused">Told of changes that were not, and why.</param>
internal sealed class SetWriter(IFirewall firewall, Action<SetChanges> onDone, Action<SetChanges, FirewallException> onRefused)
{
    /// <summary>So many attempts are made at a time to find what is refused.</summary>
    private const int MaxAttempts = 50;

    private int _attempts;

    /// <summary>Makes the changes; gives whether all were made.</summary>
    /// <exception cref="FirewallException">The firewall can't be used at all.</exception>
    public async Task<bool> WriteAsync(IReadOnlyList<SetChanges> changes, CancellationToken cancellationToken)
    {
        changes = [.. changes.Where(static change => change.Items.Count > 0)];
        _attempts = 0;
        if (changes.Count == 0)
            return true;
        if (changes.Count == 1)
            return await WriteInPartsAsync(changes[0], cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteTogetherAsync(changes, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (FirewallException exception) when (!exception.IsGeneral)
        {
            bool isDone = true;
            foreach (SetChanges change in changes)
                isDone &= await WriteInPartsAsync(change, cancellationToken).ConfigureAwait(false);
            return isDone;
        }
    }

    /// <summary>Tries all changes of a set, then one half and the other, and so on.</summary>
    private async Task<bool> WriteInPartsAsync(SetChanges changes, CancellationToken cancellationToken)
    {
        try
        {
            await WriteTogetherAsync([changes], cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (FirewallException exception) when (!exception.IsGeneral)
        {
            int half = changes.Items.Count / 2;
            if (half == 0 || exception.IsOfSet || _attempts >= MaxAttempts)
            {
                onRefused(changes, exception);
                return false;
            }
            bool isFirstDone = await WriteInPartsAsync(changes with { Items = [.. changes.Items.Take(half)] }, cancellationToken).ConfigureAwait(false);
            return await WriteInPartsAsync(changes with { Items = [.. changes.Items.Skip(half)] }, cancellationToken).ConfigureAwait(false) && isFirstDone;
        }
    }

    private async Task WriteTogetherAsync(IReadOnlyList<SetChanges> changes, CancellationToken cancellationToken)
    {
        _attempts++;
        await firewall.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
        foreach (SetChanges change in changes)
            onDone(change);
    }
}
