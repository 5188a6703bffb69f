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
}

/// <summary>The result of an attempt to carry out an effect.</summary>
/// <param name="Outcome">What happens next.</param>
/// <param name="Problem">What went wrong, as a sentence; empty when it is done.</param>
public readonly record struct EffectResult(EffectOutcome Outcome, string Problem = "")
{
    /// <summary>It is done.</summary>
    public static EffectResult Done { get; } = new(EffectOutcome.Done);

    /// <summary>It could not be done now.</summary>
    public static EffectResult TryAgain(string problem) => new(EffectOutcome.TryAgain, problem);

    /// <summary>It can't be done.</summary>
    public static EffectResult GivenUp(string problem) => new(EffectOutcome.GivenUp, problem);
}

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
