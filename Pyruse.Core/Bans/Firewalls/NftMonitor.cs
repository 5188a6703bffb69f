using System.Globalization;
using System.Text;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>Understands what <c>nft monitor</c> prints: a line for each change, and at the end of a transaction one that tells who made it.</summary>
/// <param name="isOfInterest">Whether changes of a set or table matter.</param>
/// <param name="onChange">Told of a transaction that matters, by the number of its process; 0: unknown.</param>
/// <param name="onStale">Told when the program has to be started anew.</param>
internal sealed class NftMonitor(Func<string, bool> isOfInterest, Action<int> onChange, Action onStale)
{
    private bool _isTouched;
    private bool _isStale;

    public async Task ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(output, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            Take(line);
    }

    /// <summary>Takes a line such as <c>delete set inet pyruse ssh4</c> or <c># new generation 20 by process 6876 (nft)</c>.</summary>
    public void Take(string line)
    {
        if (line.StartsWith("delete ", StringComparison.Ordinal) || line.StartsWith("add set ", StringComparison.Ordinal))
        {
            bool isOurs = IsOfInterest(line.Split(' ', 6));
            _isTouched |= isOurs;
            // When a rule goes, nft 1.0.6 forgets the set that it names, and is silent about that set from then on ("Received event for an unknown set").
            _isStale |= isOurs && line.StartsWith("delete rule ", StringComparison.Ordinal);
        }
        else if (line.StartsWith("# ERROR", StringComparison.Ordinal))
        {
            // "We lost some netlink events!"
            onChange(0);
        }
        else if (line.StartsWith("# new generation ", StringComparison.Ordinal) && _isTouched)
        {
            _isTouched = false;
            onChange(ProcessIn(line));
            if (_isStale)
                onStale();
        }
    }

    /// <summary>Words such as: delete element inet pyruse ssh4 { … }, delete rule inet pyruse input …, delete table inet pyruse.</summary>
    private bool IsOfInterest(string[] words) => words.Length >= 4 && isOfInterest(
        words is [_, "set" or "element", var family, var table, var set, ..] ? $"{family} {table} {set}" : $"{words[2]} {words[3]}");

    private static int ProcessIn(string line)
    {
        const string Before = " by process ";
        int start = line.IndexOf(Before, StringComparison.Ordinal);
        if (start < 0)
            return 0;
        string number = line[(start + Before.Length)..].Split(' ')[0];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0;
    }
}
