using System.Text.RegularExpressions;
using Pyruse.Core.Patterns;

namespace Pyruse.Core.Lint;

/// <summary>A text in which a pattern takes another address than the sender's.</summary>
/// <param name="Text">The text.</param>
/// <param name="Choice">The part of it that the attacker has chosen.</param>
/// <param name="Taken">The address that the pattern takes.</param>
/// <param name="IsWholeChosen">Whether the attacker's part is a match of its own, in whatever message it stands.</param>
internal sealed record AddressAttack(string Text, string Choice, string Taken, bool IsWholeChosen)
{
    /// <summary>Addresses for documentation, RFC 5737 and RFC 3849: the sender's, and the one that the attacker wants to have taken.</summary>
    private static readonly (string Sender, string Victim)[] Addresses = [("192.0.2.1", "198.51.100.66"), ("2001:db8::1", "2001:db8::66")];

    /// <summary>A part that repeats a character at least so often may stand for a name.</summary>
    private const int LeastNameLength = 8;

    /// <summary>What is called so, or stands behind such a word, is a user's name.</summary>
    private static readonly string[] NameWords = ["user", "ruser", "username", "logname", "account", "jid"];

    /// <summary>What stands directly behind such a word is probably a user's name.</summary>
    private static readonly string[] Prepositions = ["for", "as"];

    /// <summary>Looks for a text; tries each one out.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="group">The group that takes the address.</param>
    /// <param name="isWholeChosen">Whether other messages, with a text of the attacker's somewhere in them, come to the pattern too.</param>
    /// <returns>Null when none was found.</returns>
    /// <remarks>
    /// The text is what the pattern describes, written out, with a name in it that goes on as the pattern does: <c>Invalid user x from 198.51.100.66 port 1 from
    /// 192.0.2.1 port 1</c>. A part that takes any text is taken to be free for the attacker. One that takes some characters only, such as <c>\S+</c>, is so if it stands for
    /// a user: the pattern says what the name looks like, the program does not. A pattern that may begin anywhere is tried as the text of another message.
    /// </remarks>
    public static AddressAttack? Find(LogPattern pattern, int group, bool isWholeChosen)
    {
        PatternNode root = PatternParser.Parse(pattern.Source).Root;
        foreach ((string sender, string victim) in Addresses)
        {
            if (PatternSample.Write(root, null, group, sender) is not { } plain || TakenBy(pattern, group, plain.After) != sender)
                continue;
            return PatternTree.Within(root).OfType<RepeatNode>().Select(part => ByName(pattern, root, group, part, sender, victim)).FirstOrDefault(static attack => attack is not null)
                ?? (isWholeChosen && !pattern.Facts.IsAnchored ? ByWhole(pattern, root, group, victim) : null);
        }
        return null;
    }

    /// <summary>Tries a name that goes on as the pattern does.</summary>
    private static AddressAttack? ByName(LogPattern pattern, PatternNode root, int group, RepeatNode part, string sender, string victim)
    {
        if (!MayBeName(part) || PatternSample.Write(root, part, group, sender) is not { IsHoleFirst: true } genuine || PatternSample.Write(root, part, group, victim) is not { } forged)
            return null;
        if (PatternTree.Within(root).OfType<CaptureNode>().Any(capture => capture.Number == group && PatternTree.Within(capture).Any(inner => ReferenceEquals(inner, part))))
            return null;
        bool isUser = IsUser(pattern, root, part, genuine.Before);
        foreach (string name in new[] { $"x{forged.After}", $"x{forged.After} ", $"x{forged.After} x" })
        {
            char[] strange = [.. name.Where(c => !Admits(part.Body, c))];
            if (strange.Length > 0 && !(isUser && IsGuess(part, strange, genuine.After)))
                continue;
            foreach (string tail in new[] { "", " x" })
            {
                string text = genuine.Before + name + genuine.After + tail;
                if (TakenBy(pattern, group, text) == victim)
                    return new(text, name.Trim(), victim, IsWholeChosen: false);
            }
        }
        return null;
    }

    /// <summary>Tries the text of the pattern as a part of any message.</summary>
    private static AddressAttack? ByWhole(LogPattern pattern, PatternNode root, int group, string victim)
    {
        if (PatternSample.Write(root, null, group, victim) is not { } forged)
            return null;
        string text = $"x {forged.After} x";
        return TakenBy(pattern, group, text) == victim ? new(text, forged.After, victim, IsWholeChosen: true) : null;
    }

    private static bool MayBeName(RepeatNode part) =>
        part.Body is AnyNode or ClassNode && (part.Maximum is null || part.Maximum >= LeastNameLength) && "amz".All(c => Admits(part.Body, c));

    /// <summary>
    /// Whether a part that leaves characters out only guesses what names look like: it leaves out what follows the name, or says what it is made of. One that
    /// leaves out something else knows more.
    /// </summary>
    private static bool IsGuess(RepeatNode part, char[] strange, string after) => part.Body is not ClassNode { IsNegated: true } || Array.TrueForAll(strange, c => c == after[0]);

    private static bool Admits(PatternNode node, char c) => node switch
    {
        AnyNode any => any.IncludesNewline || c != '\n',
        ClassNode set => CharacterTest.Of(set).Admits(c),
        _ => false,
    };

    /// <summary>Whether a part stands for a user's name: its group is called so, or the word before it says so.</summary>
    private static bool IsUser(LogPattern pattern, PatternNode root, RepeatNode part, string before)
    {
        IEnumerable<int> around = PatternTree.Within(root).OfType<CaptureNode>().Where(capture => PatternTree.Within(capture).Any(inner => ReferenceEquals(inner, part))).Select(static capture => capture.Number);
        if (pattern.Groups.Any(known => around.Contains(known.Number) && known.Name is { } name && NameWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))))
            return true;
        return NameWords.Contains(LastWord(before, static c => !IsOfWord(c)), StringComparer.OrdinalIgnoreCase)
            || Prepositions.Contains(LastWord(before, static c => c == ' '), StringComparer.OrdinalIgnoreCase);
    }

    private static string LastWord(string text, Func<char, bool> isPassedOver)
    {
        int end = text.Length;
        while (end > 0 && isPassedOver(text[end - 1]))
            end--;
        int start = end;
        while (start > 0 && IsOfWord(text[start - 1]))
            start--;
        return text[start..end];
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetter(c) || c == '_';

    private static string? TakenBy(LogPattern pattern, int group, string text)
    {
        try
        {
            return pattern.Match(text)?.Group(group);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
