using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects.Forwarding;
using Pyruse.Core.Hosting;

namespace Pyruse.Core.Effects.Lines;

/// <summary>Writes the lines of <c>write</c>, <c>print</c> and <c>forward</c>: one call of the system per file and batch.</summary>
/// <remarks>Used on the engine's thread.</remarks>
public sealed class LineWriter : ILineWriter, IDisposable
{
    private const int BrokenPipe = 32;

    private readonly AppendedFiles _files;
    private readonly LineBuffer _printed = new();
    private readonly ILogger _logger;
    private readonly Action _end;
    private readonly Stream _output;
    private readonly ForwardService? _forwarding;
    private bool _isOutputClosed;

    /// <summary>Makes a writer.</summary>
    /// <param name="time">The clock, for files that can't be written.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <param name="end">Ends the program: nobody reads the standard output any more.</param>
    /// <param name="output">Where lines are printed. Not disposed of.</param>
    /// <param name="forwarding">Who sends messages on; null: nobody. Not disposed of.</param>
    public LineWriter(TimeProvider time, ILogger logger, Action end, Stream output, ForwardService? forwarding = null) =>
        (_files, _logger, _end, _output, _forwarding) = (new AppendedFiles(time, logger), logger, end, output, forwarding);

    /// <inheritdoc/>
    public void Start(IReadOnlyCollection<ForwardTarget> targets) => _forwarding?.Start(targets);

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Write(IReadOnlyList<Effect> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        List<Effect> failed = [];
        foreach (Effect line in lines)
        {
            switch (line)
            {
                case WriteEffect write:
                    _files.Add(write);
                    break;
                case PrintEffect print:
                    _printed.Add(print.Message);
                    break;
                case ForwardEffect forward:
                    _forwarding?.Add(forward);
                    break;
            }
        }
        _files.Write(failed);
        if (_printed.Length > 0)
            Print();
        _forwarding?.Flush();
        return failed;
    }

    /// <summary>Closes all files.</summary>
    public void Dispose() => _files.Dispose();

    private void Print()
    {
        try
        {
            if (!_isOutputClosed)
            {
                _output.Write(_printed.Bytes);
                _output.Flush();
            }
        }
        catch (IOException exception)
        {
            _isOutputClosed = true;
            if (exception.HResult != BrokenPipe)
                _logger.LogError("The standard output can't be written: {Problem}.", exception.Message);
            _end();
        }
        _printed.Clear();
    }
}
