namespace Pyruse.Core.Configuration;

/// <summary>Finds the name that a mistyped one was probably meant to be.</summary>
public static class Suggestion
{
    /// <summary>Gives <c>; did you mean "…"?</c> for the nearest name, or nothing when none is near.</summary>
    public static string For(string given, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = Math.Max(1, given.Length / 3) + 1;
        foreach (string candidate in known)
        {
            int distance = Distance(Fold(given), Fold(candidate));
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best is null ? "" : $"; did you mean \"{best}\"?";
    }

    /// <summary>Ends a sentence: with <c>; did you mean "…"?</c> for the nearest name, or with a full stop when none is near.</summary>
    public static string OrStop(string given, IEnumerable<string> known) => For(given, known) is { Length: > 0 } suggestion ? suggestion : ".";

    /// <summary>The spelling by which keys and parameter names are compared: letters and digits, ignoring case.</summary>
    internal static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>Whether two names differ by so many letters at most.</summary>
    internal static bool AreNear(string a, string b, int most) => Math.Abs(a.Length - b.Length) <= most && Distance(a, b) <= most;

    /// <summary>Counts the letters to insert, drop, replace or swap with their neighbour (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        // Far longer than any name: not worth the square of its length.
        if (Math.Max(a.Length, b.Length) > 200)
            return int.MaxValue;
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
