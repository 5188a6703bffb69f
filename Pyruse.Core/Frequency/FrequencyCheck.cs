using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Frequency;

/// <summary>Checks what expectations and pairs say, whether they were read from a file or written in code.</summary>
internal static class FrequencyCheck
{
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ShortestReminder = TimeSpan.FromSeconds(1);

    /// <summary>Adds what is wrong to the diagnostics.</summary>
    public static void Check(PyruseConfiguration configuration, DiagnosticBag diagnostics)
    {
        CheckNames("[[expect]]", configuration.Expects.Select(static expect => new Positioned<string>(expect.Name, expect.Position)), diagnostics);
        CheckNames("[[pair]]", configuration.Pairs.Select(static pair => new Positioned<string>(pair.Name, pair.Position)), diagnostics);
        foreach (ExpectDefinition expect in configuration.Expects)
            Check(expect, message => diagnostics.Error(expect.Position, $"The [[expect]] \"{expect.Name}\" {message}"));
        foreach (PairDefinition pair in configuration.Pairs)
            Check(pair, message => diagnostics.Error(pair.Position, $"The [[pair]] \"{pair.Name}\" {message}"));
    }

    private static void CheckNames(string kind, IEnumerable<Positioned<string>> items, DiagnosticBag diagnostics)
    {
        foreach (IGrouping<string, Positioned<string>> same in items.GroupBy(static item => item.Value, StringComparer.Ordinal))
        {
            if (same.Key.Length == 0)
                diagnostics.Error(same.First().Position, $"The name of this {kind} is empty; give it one, because its state is kept by it.");
            foreach ((_, SourcePosition position) in same.Skip(1))
                diagnostics.Error(position, $"There are two {kind} named \"{same.Key}\", the first at {same.First().Position}; give one another name, because their state is kept by it.");
        }
    }

    private static void Check(ExpectDefinition expect, Action<string> error)
    {
        if (expect.AtLeast is < 1 or > ExpectDefinition.MaxAtLeast)
            error($"demands at least {expect.AtLeast} raises; it must be from 1 to {ExpectDefinition.MaxAtLeast}.");
        CheckWindow(expect.Within, error);
        if (expect.Remind < ShortestReminder)
            error($"reminds every {Durations.Format(expect.Remind.Value)}, which is too often; write \"1s\" or more, or leave \"remind\" out.");
        if (expect.Keys is { Count: 0 })
            error("waits for no key: the list \"for\" is empty. Name the keys, or leave \"for\" out, so that any key counts.");
        if (expect.Keys?.FirstOrDefault(static key => key.Length == 0) is not null)
            error("waits for an empty key; no counter is raised for one.");
        if (expect.Keys?.GroupBy(static key => key, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            error($"names the key \"{twice.Key}\" twice; once is enough.");
    }

    private static void Check(PairDefinition pair, Action<string> error)
    {
        CheckWindow(pair.Within, error);
        if (pair.Chain is null && pair.Met is null)
            error("tells nobody; it needs one of \"chain\" (when the second does not come in time) and \"met\" (when it does), or both.");
    }

    private static void CheckWindow(TimeSpan within, Action<string> error)
    {
        if (within < ShortestWindow)
            error("has no time: \"within\" must be \"1ms\" or more, such as \"1h\".");
    }
}
