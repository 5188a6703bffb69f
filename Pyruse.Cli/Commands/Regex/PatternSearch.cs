using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Pyruse.Core.Patterns;

namespace Pyruse.Cli.Commands.Regex;

/// <summary>What came of a search.</summary>
/// <param name="Lines">How many lines were read.</param>
/// <param name="Matches">How many of them match.</param>
/// <param name="TimeOuts">At how many of them the search took too long.</param>
/// <param name="IsInterrupted">Whether there may be more lines.</param>
internal readonly record struct SearchCounts(long Lines, long Matches, long TimeOuts, bool IsInterrupted);

/// <summary>A line in which the pattern was found.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsCut">Whether the line is longer than that.</param>
/// <param name="Match">What was found.</param>
internal readonly record struct MatchingLine(long Number, string Text, bool IsCut, PatternMatch Match);

/// <summary>Looks for a pattern in each line, as the filters do: by its bytes first, and in what is not UTF-8 as if it were ISO 8859-1.</summary>
/// <remarks>Run on one thread, interrupted by another.</remarks>
internal sealed class PatternSearch
{
    /// <summary>An output that nobody reads must not keep the program from ending.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly LogPattern _pattern;
    private readonly LineReader _lines;
    private readonly IMatchOutput _output;

    // Guards the output, and is held while a whole line is written.
    private readonly Lock _lock = new();
    private bool _hasEnded;
    private long _matches;
    private long _timeOuts;

    public PatternSearch(LogPattern pattern, LineReader lines, IMatchOutput output)
    {
        (_pattern, _lines, _output) = (pattern, lines, output);
        // What was found is seen before we wait for more.
        _lines.BeforeWait = () => Write(output.Flush);
    }

    public long Matches => _matches;

    /// <summary>Reads all lines and writes everything there is to say.</summary>
    public void Run()
    {
        Write(() => _output.WritePattern(_pattern));
        while (_lines.TryRead(out ReadOnlySpan<byte> line, out bool isCut))
        {
            if (_pattern.IsCandidate(line))
                Look(Utf8.IsValid(line) ? Encoding.UTF8.GetString(line) : Encoding.Latin1.GetString(line), isCut);
        }
        Write(() => End(isInterrupted: false));
    }

    /// <summary>Ends the output while the search goes on; nothing more is written.</summary>
    public void Interrupt()
    {
        if (!_lock.TryEnter(Patience))
            return;
        try
        {
            End(isInterrupted: true);
        }
        catch (IOException)
        {
            // Whoever interrupts us may have closed the output, too.
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Look(string text, bool isCut)
    {
        try
        {
            if (_pattern.Match(text) is not { } match)
                return;
            _matches++;
            Write(() => _output.WriteMatch(new(_lines.Count, text, isCut, match)));
        }
        catch (RegexMatchTimeoutException exception)
        {
            _timeOuts++;
            Write(() => _output.WriteTimeOut(_lines.Count, exception.MatchTimeout));
        }
    }

    private void Write(Action write)
    {
        lock (_lock)
        {
            if (!_hasEnded)
                write();
        }
    }

    private void End(bool isInterrupted)
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        _output.WriteCounts(new(_lines.Count, _matches, _timeOuts, isInterrupted));
    }
}
