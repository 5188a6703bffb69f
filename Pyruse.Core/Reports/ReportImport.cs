using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.State;

namespace Pyruse.Core.Reports;

/// <summary>Takes over, once, the lines that the original Python program has collected for its next daily report.</summary>
/// <remarks>
/// Its file has a line for each: an object with the level (L), the time in seconds (T), the message (M) and maybe the details (D), followed by a
/// comma; the first line may begin with a bracket.
/// </remarks>
public static class ReportImport
{
    private const string FileName = "action_dailyReport.py.journal";
    private const string Suffix = ".imported";
    private const int BatchSize = 1000;

    // As the original numbers them.
    private static readonly ReportLevel[] Levels = [ReportLevel.Other, ReportLevel.Warn, ReportLevel.Info];

    /// <summary>Adds the lines of the file in a directory to the next report, and renames the file.</summary>
    /// <param name="directory">Where state is kept.</param>
    /// <param name="store">Takes the lines.</param>
    /// <param name="logger">Takes what the administrator should know.</param>
    /// <exception cref="StateStoreException">The store can't keep them; the file stays for the next time.</exception>
    public static void Run(string directory, IStateStore store, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(store);
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return;
        try
        {
            int count = 0;
            int unclear = 0;
            foreach (string?[] lines in File.ReadLines(path).Chunk(BatchSize))
            {
                var batch = new StateBatch();
                foreach (string text in lines.Select(static line => line!.Trim().TrimStart('[').TrimEnd(',', ']')).Where(static line => line.Length > 0))
                {
                    if (Read(text) is { } line)
                        batch.Effects.Add(line);
                    else
                        unclear++;
                }
                count += batch.Effects.Count;
                store.Commit(batch);
            }
            File.Move(path, path + Suffix, overwrite: true);
            logger.LogInformation("{Count} lines of the next report were taken over from {File}, which is now {New}.", count, path, FileName + Suffix);
            if (unclear > 0)
                logger.LogWarning("{Count} lines of {File} have no message or no time; they were left out.", unclear, FileName + Suffix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogError("The report lines in {File} can't be taken over: {Problem}", path, exception.Message);
        }
    }

    private static ReportEffect? Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement line = document.RootElement;
            if (line.ValueKind != JsonValueKind.Object
                || !line.TryGetProperty("M", out JsonElement message) || message.ValueKind != JsonValueKind.String
                || !line.TryGetProperty("T", out JsonElement time) || !TryGetSeconds(time, out double seconds))
            {
                return null;
            }
            var origin = new EffectOrigin("(imported)", 0, (long)(seconds * 1_000_000), "");
            return new ReportEffect(origin, Level(line), message.GetString()!, Details(line));
        }
        catch (JsonException)
        {
            // Counted by the caller as a line that is none.
            return null;
        }
    }

    private static bool TryGetSeconds(JsonElement time, out double seconds)
    {
        seconds = 0;
        bool isNumber = time.ValueKind == JsonValueKind.Number ? time.TryGetDouble(out seconds)
            : time.ValueKind == JsonValueKind.String && double.TryParse(time.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out seconds);
        return isNumber && seconds >= 0 && seconds < EntryTime.ToMicroseconds(DateTimeOffset.MaxValue) / 1e6;
    }

    private static ReportLevel Level(JsonElement line)
    {
        if (!line.TryGetProperty("L", out JsonElement level))
            return ReportLevel.Other;
        if (level.ValueKind == JsonValueKind.Number && level.TryGetInt32(out int number) && number >= 0 && number < Levels.Length)
            return Levels[number];
        return level.ValueKind == JsonValueKind.String && Enum.TryParse(level.GetString(), ignoreCase: true, out ReportLevel named) ? named : ReportLevel.Other;
    }

    private static ReportDetails Details(JsonElement line) =>
        line.TryGetProperty("D", out JsonElement details) && details.ValueKind == JsonValueKind.String
        && Enum.TryParse(details.GetString(), ignoreCase: true, out ReportDetails named) ? named : ReportDetails.All;
}
