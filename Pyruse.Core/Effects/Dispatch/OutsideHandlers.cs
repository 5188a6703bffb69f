using Pyruse.Core.Effects.Lines;

namespace Pyruse.Core.Effects.Dispatch;

/// <summary>Appends lines to files. The file is opened for each line, so that log rotation needs no word to us.</summary>
public sealed class FileWriteHandler : IEffectHandler
{
    /// <inheritdoc/>
    public TimeSpan Patience => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public string? TargetOf(Effect effect) => effect is WriteEffect write ? $"file {write.Path}" : null;

    /// <inheritdoc/>
    public async Task<EffectResult> CarryOutAsync(Effect effect, CancellationToken cancellationToken)
    {
        var write = (WriteEffect)effect;
        string directory = Path.GetDirectoryName(write.Path)!;
        if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        await File.AppendAllTextAsync(write.Path, LineText.Escape(write.Message) + "\n", cancellationToken).ConfigureAwait(false);
        return EffectResult.Done;
    }
}
