using System.Text.RegularExpressions;

namespace Pyruse.Core.Patterns;

/// <summary>A regular expression in the syntax of Python's <c>re</c>, made for log text from strangers.</summary>
/// <remarks>
/// Parsing is cheap and finds all errors; the engine is made when the first text comes. A pattern that is a mere literal has none.
/// Differences to Python: characters beyond U+FFFF count as two for <c>.</c>, counts and negated classes and belong to none of
/// <c>\w \d</c>; <c>\b</c> takes combining marks and connectors for word characters and superscript numbers not;
/// <c>\B</c> is found in an empty text; a group in a repeated part that can be empty keeps what it took before the empty turn;
/// a text longer than <see cref="LogPatternOptions.MaxTextLength"/> ends there. Safe for use by several threads.
/// </remarks>
public sealed class LogPattern
{
    private readonly PatternEngine _engine;
    private readonly BytePrefilter _prefilter;
    private readonly int _maxTextLength;

    private LogPattern(string source, ParsedPattern parsed, LogPatternOptions options)
    {
        Source = source;
        Groups = parsed.Groups;
        Facts = PatternFacts.Of(parsed.Root);
        Translated = PatternWriter.Write(parsed.Root);
        WhyNotLinear = LinearObstacle.Of(parsed.Root);
        if (!IsLinear && parsed.LazyEmptyTurns is { } position)
        {
            throw PatternCursor.Error(position,
                $"the lazy quantifier {PatternCursor.At(position)} repeats what can be empty, which cannot be bounded in a pattern that is not linear; "
                + "let it repeat one character at least");
        }

        _prefilter = new BytePrefilter(Facts);
        _engine = new PatternEngine(source, Translated, parsed, IsLinear, options);
        _maxTextLength = options.MaxTextLength;
    }

    /// <summary>The pattern as written.</summary>
    public string Source { get; }

    /// <summary>The pattern in .NET's syntax, for the option <see cref="RegexOptions.CultureInvariant"/>.</summary>
    public string Translated { get; }

    /// <summary>
    /// Whether the time of a match grows only in proportion to the text. Look-arounds, back-references, conditionals, atomic and possessive
    /// parts, <c>\b</c> under the flag <c>a</c>, classes with characters beyond U+FFFF, and very large counts
    /// prevent that; such patterns end by time-out at worst.
    /// </summary>
    public bool IsLinear => WhyNotLinear is null;

    /// <summary>What keeps the pattern from running in linear time, such as <c>a look-ahead</c>; null when it does.</summary>
    public string? WhyNotLinear { get; }

    /// <summary>The number of capturing groups.</summary>
    public int GroupCount => Groups.Count;

    /// <summary>The capturing groups, in order of their numbers.</summary>
    public IReadOnlyList<PatternGroup> Groups { get; }

    internal PatternFacts Facts { get; }

    internal bool HasTurnedLinear => _engine.HasTurnedLinear;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pythonPattern">
    /// The pattern, as Python's <c>re.compile</c> takes it; also accepted are <c>(?&lt;n&gt;…)</c> and <c>\k&lt;n&gt;</c>.
    /// </param>
    /// <param name="options">The bounds of matching; null for the defaults.</param>
    /// <exception cref="PatternSyntaxException">The pattern breaks the syntax or a bound; the message names column and remedy.</exception>
    public static LogPattern Parse(string pythonPattern, LogPatternOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pythonPattern);
        return new LogPattern(pythonPattern, PatternParser.Parse(pythonPattern), options ?? LogPatternOptions.Default);
    }

    /// <summary>Whether the text that these bytes encode could match; false is certain, true is not.</summary>
    /// <param name="utf8">The text in UTF-8 or any other encoding that leaves ASCII as it is.</param>
    public bool IsCandidate(ReadOnlySpan<byte> utf8) => _prefilter.Admits(utf8);

    /// <summary>Whether the pattern is found in a text.</summary>
    /// <exception cref="RegexMatchTimeoutException">The search took longer than <see cref="LogPatternOptions.MatchTimeout"/>.</exception>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        text = text[..SeenLength(text)];
        return Facts.Literal is { } literal ? literal.Find(text) >= 0 : _engine.IsMatch(text);
    }

    /// <summary>Finds the first place where the pattern matches; null when there is none.</summary>
    /// <exception cref="RegexMatchTimeoutException">The search took longer than <see cref="LogPatternOptions.MatchTimeout"/>.</exception>
    public PatternMatch? Match(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = SeenLength(text);
        if (Facts.Literal is { } literal)
        {
            var index = literal.Find(text.AsSpan(0, length));
            return index < 0 ? null : new PatternMatch(this, text, [index, index + literal.Text.Length]);
        }

        return _engine.Match(text, length) is { } notes ? new PatternMatch(this, text, notes) : null;
    }

    /// <summary>Gives the pattern as written.</summary>
    public override string ToString() => Source;

    private int SeenLength(ReadOnlySpan<char> text)
    {
        if (text.Length <= _maxTextLength)
            return text.Length;
        var cutsPair = _maxTextLength > 0 && char.IsHighSurrogate(text[_maxTextLength - 1]);
        return _maxTextLength - (cutsPair ? 1 : 0);
    }
}
