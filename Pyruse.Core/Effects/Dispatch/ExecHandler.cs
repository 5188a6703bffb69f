using System.Text;
using Pyruse.Core.Processes;

namespace Pyruse.Core.Effects.Dispatch;

/// <summary>Runs programs. A program that fails is not run again: nobody knows how far it got.</summary>
/// <remarks>
/// A program is run at least once: when we die between its end and the note of it, it is run again by the next process. The runs of one program
/// follow each other; different programs run at the same time, as many as there are workers.
/// </remarks>
public sealed class ExecHandler : IEffectHandler
{
    /// <summary>How long a start is tried again for which there is a hindrance that may pass, such as too many processes.</summary>
    public TimeSpan Patience => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string? TargetOf(Effect effect) => effect is ExecEffect exec ? $"program {exec.Command[0]}" : null;

    /// <inheritdoc/>
    public async Task<EffectResult> CarryOutAsync(Effect effect, CancellationToken cancellationToken)
    {
        var exec = (ExecEffect)effect;
        try
        {
            ProcessResult result = await ProcessRunner.RunAsync(exec.Command, Encoding.UTF8.GetBytes(exec.Stdin ?? ""), exec.Timeout, cancellationToken).ConfigureAwait(false);
            return result.ExitCode == 0 ? EffectResult.Done : EffectResult.GivenUp(Explain(exec.Command[0], result));
        }
        catch (ProgramStartException exception)
        {
            return exception.IsTemporary ? EffectResult.TryAgain(exception.Message) : EffectResult.GivenUp(exception.Message);
        }
        catch (TimeoutException exception)
        {
            return EffectResult.GivenUp(exception.Message);
        }
    }

    private static string Explain(string program, ProcessResult result)
    {
        string output = ProcessOutput.OneLine(result.Output);
        return $"{program} {result.End}{(output.Length > 0 ? $": {output}" : " and said nothing.")}";
    }
}
