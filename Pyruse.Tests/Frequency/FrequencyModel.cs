namespace Pyruse.Tests.Frequency;

/// <summary>What expectations and pairs mean, said as simply as possible: second by second.</summary>
internal static class FrequencyModel
{
    /// <summary>What an expectation for any key tells of raises at whole seconds.</summary>
    public static IEnumerable<string> Expect(IReadOnlyList<int> raises, int begin, int end, int atLeast, int within, int remind)
    {
        List<int> all = [.. Enumerable.Repeat(begin, atLeast), .. raises];
        int? silentSince = null;
        for (int now = begin; now <= end; now++)
        {
            int count = all.Count(raise => raise <= now && now < raise + within);
            if (silentSince is null && count < atLeast)
            {
                silentSince = now;
                yield return $"{now} silence beat any {count}";
            }
            else if (silentSince is not null && count >= atLeast)
            {
                silentSince = null;
                // It is told with the raise that makes enough; another one of the same second comes after it.
                yield return $"{now} recovered beat any {atLeast}";
            }
            else if (silentSince is { } since && now > since && (now - since) % remind == 0)
            {
                yield return $"{now} silence beat any {count}";
            }
        }
    }

    /// <summary>What a pair tells of raises at whole seconds, in their order.</summary>
    public static IEnumerable<string> Pair(IReadOnlyList<(int Second, char Counter, char Key)> raises, int end, int within)
    {
        var open = new Dictionary<char, int>();
        for (int now = 0; now <= end; now++)
        {
            foreach ((_, char counter, char key) in raises.Where(raise => raise.Second == now))
            {
                if (counter == 'a')
                    open.TryAdd(key, now);
                else if (open.Remove(key))
                    yield return $"{now} met pair {key}";
            }
            foreach (char key in open.Where(pair => pair.Value + within == now).Select(static pair => pair.Key).ToList())
            {
                open.Remove(key);
                yield return $"{now} absence pair {key}";
            }
        }
    }
}
