using System.Threading.Channels;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Replaying;

/// <summary>What came of one entry.</summary>
/// <param name="Entry">Which entry of the source it was, counted from 1; 0: what came before the first.</param>
/// <param name="Effects">The effects, in order.</param>
internal sealed record EntryEffects(long Entry, IReadOnlyList<Effect> Effects);

/// <summary>The effects of a run, entry by entry, handed to another thread. The run waits when that one is far behind.</summary>
internal sealed class EffectStream
{
    private const int Capacity = 1_000;

    private readonly Channel<EntryEffects> _channel = Channel.CreateBounded<EntryEffects>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
    private readonly CancellationToken _cancellationToken;
    private List<Effect> _effects = [];

    /// <param name="cancellationToken">Ends the waiting for whoever reads.</param>
    public EffectStream(CancellationToken cancellationToken) => _cancellationToken = cancellationToken;

    /// <summary>What was handed on.</summary>
    public ChannelReader<EntryEffects> Reader => _channel.Reader;

    /// <summary>Takes an effect of the entry that is being walked.</summary>
    public void Add(Effect effect) => _effects.Add(effect);

    /// <summary>Hands on what came of an entry, once that is all.</summary>
    public void Flush(long entry)
    {
        if (_effects.Count == 0)
            return;
        var group = new EntryEffects(entry, _effects);
        _effects = [];
        try
        {
            if (!_channel.Writer.TryWrite(group))
                _channel.Writer.WriteAsync(group, _cancellationToken).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_cancellationToken.IsCancellationRequested)
        {
            // Nobody reads any more: the run is told to end by the same token.
        }
    }

    /// <summary>Says that nothing more comes.</summary>
    public void Complete() => _channel.Writer.TryComplete();
}
