using System.Threading.Channels;
using Pyruse.Core.Effects;

namespace Pyruse.Core.Replaying;

/// <summary>In which of two runs there is an effect.</summary>
public enum EffectSide
{
    /// <summary>In both, for the same entry.</summary>
    Both,

    /// <summary>Only in the first.</summary>
    First,

    /// <summary>Only in the second.</summary>
    Second,
}

/// <summary>Compares what comes of the same entries in two runs. Which chain and step want an effect does not matter, only what is wanted.</summary>
public sealed class EffectComparison
{
    private static readonly EffectOrigin Nobody = new("", 0, 0, "");

    private readonly EffectStream _first;
    private readonly EffectStream _second;
    private readonly Action<Effect, EffectSide> _onEffect;

    /// <summary>Begins a comparison.</summary>
    /// <param name="onEffect">Told of each effect of either run, once for one that is in both, in the order of entries. Called by whoever calls <see cref="Run"/>.</param>
    /// <param name="cancellationToken">Ends it. Give it to both runs, too.</param>
    public EffectComparison(Action<Effect, EffectSide> onEffect, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onEffect);
        _onEffect = onEffect;
        First = new(_first = new EffectStream(cancellationToken));
        Second = new(_second = new EffectStream(cancellationToken));
    }

    /// <summary>Where the first run tells of itself.</summary>
    public ComparedRun First { get; }

    /// <summary>Where the second run tells of itself.</summary>
    public ComparedRun Second { get; }

    /// <summary>Compares until both runs have ended. They must go on meanwhile, each on a thread of its own.</summary>
    public void Run()
    {
        EntryEffects? first = Next(_first.Reader), second = Next(_second.Reader);
        while (first is not null || second is not null)
        {
            if (second is null || first?.Entry < second.Entry)
            {
                Tell(first!.Effects, EffectSide.First);
                first = Next(_first.Reader);
            }
            else if (first is null || second.Entry < first.Entry)
            {
                Tell(second.Effects, EffectSide.Second);
                second = Next(_second.Reader);
            }
            else
            {
                Compare(first.Effects, second.Effects);
                first = Next(_first.Reader);
                second = Next(_second.Reader);
            }
        }
    }

    private static EntryEffects? Next(ChannelReader<EntryEffects> reader) =>
        reader.TryRead(out EntryEffects? next) || (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult() && reader.TryRead(out next)) ? next : null;

    /// <summary>What is wanted, as a text that is the same for the same.</summary>
    private static string ContentOf(Effect effect) => EffectJson.Format(effect with { Origin = Nobody });

    private void Tell(IReadOnlyList<Effect> effects, EffectSide side)
    {
        foreach (Effect effect in effects)
            _onEffect(effect, side);
    }

    private void Compare(IReadOnlyList<Effect> first, IReadOnlyList<Effect> second)
    {
        List<(string Content, Effect Effect)> rest = [.. second.Select(static effect => (ContentOf(effect), effect))];
        foreach (Effect effect in first)
        {
            string content = ContentOf(effect);
            int same = rest.FindIndex(other => other.Content == content);
            if (same >= 0)
                rest.RemoveAt(same);
            _onEffect(effect, same >= 0 ? EffectSide.Both : EffectSide.First);
        }
        foreach ((_, Effect effect) in rest)
            _onEffect(effect, EffectSide.Second);
    }
}

/// <summary>One of the runs that an <see cref="EffectComparison"/> compares. Its members are called on the thread of that run's engine.</summary>
public sealed class ComparedRun
{
    private readonly EffectStream _effects;
    private WatchedSource? _source;

    internal ComparedRun(EffectStream effects) => _effects = effects;

    /// <summary>Takes an effect: give this to the engine as <see cref="Hosting.EngineHost.OnEffect"/>.</summary>
    public void Add(Effect effect) => _effects.Add(effect);

    /// <summary>Watches the only source of the run.</summary>
    public WatchedSource Watch(WatchedSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.OnNext = _effects.Flush;
        return _source = source;
    }

    /// <summary>Says that the run has ended, however it did.</summary>
    public void End()
    {
        _effects.Flush(_source?.Read ?? 0);
        _effects.Complete();
    }
}
