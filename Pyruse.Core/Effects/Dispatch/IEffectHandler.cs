namespace Pyruse.Core.Effects.Dispatch;

/// <summary>What came of an attempt to carry out an effect, named by what happens next.</summary>
public enum EffectOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It could not be done now; it is tried again later.</summary>
    TryAgain,

    /// <summary>It can't be done, now or later; it is dropped after a message.</summary>
    GivenUp,

    /// <summary>Nothing is wrong with it, but it has to wait; that is neither reported nor counted as a failure.</summary>
    HeldBack,
}

/// <summary>The result of an attempt to carry out an effect.</summary>
/// <param name="Outcome">What happens next.</param>
/// <param name="Problem">What went wrong, as a sentence; empty when it is done.</param>
/// <param name="Delay">How long it is held back.</param>
public readonly record struct EffectResult(EffectOutcome Outcome, string Problem = "", TimeSpan Delay = default)
{
    /// <summary>It is done.</summary>
    public static EffectResult Done { get; } = new(EffectOutcome.Done);

    /// <summary>It could not be done now.</summary>
    public static EffectResult TryAgain(string problem) => new(EffectOutcome.TryAgain, problem);

    /// <summary>It can't be done.</summary>
    public static EffectResult GivenUp(string problem) => new(EffectOutcome.GivenUp, problem);

    /// <summary>It has to wait.</summary>
    public static EffectResult HoldBack(TimeSpan delay) => new(EffectOutcome.HeldBack, "", delay);
}

/// <summary>The result of an attempt to carry out several effects at once.</summary>
/// <param name="Result">What happens next with them.</param>
/// <param name="Effects">Which of the waiting effects it is about, the first among them; those that are held back need not be named.</param>
public readonly record struct BatchResult(EffectResult Result, IReadOnlyList<Effect> Effects);

/// <summary>Carries out effects of one kind. Called by the dispatcher's workers; several effects may be carried out at the same time.</summary>
public interface IEffectHandler
{
    /// <summary>How long a failing effect is tried again, from its first attempt of this process, before it is given up.</summary>
    TimeSpan Patience { get; }

    /// <summary>Names where an effect goes: effects with the same target are carried out one after the other, in order.</summary>
    /// <returns>Null when this handler does not carry out such effects.</returns>
    string? TargetOf(Effect effect);

    /// <summary>Carries out an effect. What it throws counts as <see cref="EffectOutcome.TryAgain"/>.</summary>
    Task<EffectResult> CarryOutAsync(Effect effect, CancellationToken cancellationToken);
}

/// <summary>Carries out effects of one kind, and may carry out several for one target at once or hold them back for a while.</summary>
public interface IBatchEffectHandler : IEffectHandler
{
    /// <summary>Carries out the oldest effect, and as many of the others as it sees fit. What it throws counts as <see cref="EffectOutcome.TryAgain"/>.</summary>
    /// <param name="waiting">The effects that wait for one target, oldest first: at least one, and no more than <see cref="EffectDispatcher.MaxPerTarget"/>.</param>
    /// <param name="hasMore">Whether even more wait in the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<BatchResult> CarryOutAsync(IReadOnlyList<Effect> waiting, bool hasMore, CancellationToken cancellationToken);

    /// <inheritdoc/>
    async Task<EffectResult> IEffectHandler.CarryOutAsync(Effect effect, CancellationToken cancellationToken) =>
        (await CarryOutAsync([effect], hasMore: false, cancellationToken).ConfigureAwait(false)).Result;
}
