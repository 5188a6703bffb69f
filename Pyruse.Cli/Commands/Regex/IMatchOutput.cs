using Pyruse.Core.Patterns;

namespace Pyruse.Cli.Commands.Regex;

/// <summary>Writes what a search finds, in one form or another. Methods throw <see cref="IOException"/> when the output can't be written.</summary>
internal interface IMatchOutput
{
    /// <summary>Writes what is known of the pattern, before any line.</summary>
    void WritePattern(LogPattern pattern);

    /// <summary>Writes why there is no pattern, and nothing else.</summary>
    void WriteMalformed(string source, PatternSyntaxException problem);

    /// <summary>Writes a line that matches.</summary>
    void WriteMatch(in MatchingLine line);

    /// <summary>Writes that a line took too long.</summary>
    void WriteTimeOut(long number, TimeSpan limit);

    /// <summary>Writes what came of it all, and has everything out.</summary>
    void WriteCounts(in SearchCounts counts);

    /// <summary>Has everything out.</summary>
    void Flush();
}
