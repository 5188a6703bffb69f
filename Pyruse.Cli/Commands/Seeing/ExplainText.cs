using System.Globalization;
using System.Net;
using System.Text;
using Pyruse.Cli.Output;
using Pyruse.Core.Chains;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;

namespace Pyruse.Cli.Commands.Seeing;

/// <summary>Prints for people how an entry has walked.</summary>
internal sealed class ExplainText
{
    private const int MaxShown = 160;

    private readonly EntryTrail _trail;
    private readonly IReadOnlyDictionary<(string Chain, int Step), string> _texts;
    private readonly Colours _colours = Colours.OfStandardOutput();
    private readonly TextWriter _output = Console.Out;

    public ExplainText(EntryTrail trail, PyruseConfiguration configuration)
    {
        _trail = trail;
        _texts = StepText.OfAll(configuration, 90);
    }

    public void Write()
    {
        WriteEntry();
        string? chain = null;
        foreach (StepTrace trace in _trail.Steps)
        {
            if (trace.Step.Chain != chain)
                _output.WriteLine($"\n{_colours.Match(Printable.Of(trace.Step.Chain))}");
            chain = trace.Step.Chain;
            WriteStep(trace);
        }
        _output.WriteLine();
        _output.WriteLine(Conclusion());
        WriteEffects();
    }

    private static string Time(long microseconds) => EntryTime.ToUtc(microseconds).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff zzz", CultureInfo.InvariantCulture);

    private static string Content(FieldContent content)
    {
        string values = string.Join(", ", content.Values.Select(value => Quote(value, content.Kind)));
        if (content.Count > content.Values.Count && content.Values.Count > 0)
            values += $", … ({content.Count} values)";
        return content.Kind switch
        {
            FieldValueKind.Missing => $"{content.Name} is not there",
            FieldValueKind.Null => $"{content.Name} is null",
            FieldValueKind.Bytes => $"{content.Name} = {values} (bytes)",
            _ => $"{content.Name} = {values}",
        };
    }

    private static string Quote(string value, FieldValueKind kind) => kind is FieldValueKind.Integer or FieldValueKind.Time ? value : $"\"{VisibleText.Of(value, MaxShown)}\"";

    private void WriteEntry()
    {
        _output.WriteLine($"entry   {Time(_trail.Time)}{(_trail.IsNotice ? ", a notice of an [[expect]] or [[pair]]" : "")}");
        _output.WriteLine($"cursor  {VisibleText.Of(_trail.Cursor, 400)}");
        foreach (FieldContent content in _trail.Fields.Where(static content => content.Name != "__REALTIME_TIMESTAMP"))
            _output.WriteLine($"        {Content(content)}");
    }

    private void WriteStep(StepTrace trace)
    {
        WorkflowStep step = trace.Step;
        string outcome = trace.Outcome switch
        {
            StepOutcome.Passed => _colours.Good("passed"),
            StepOutcome.Failed => "failed",
            StepOutcome.Done => _colours.Good("done  "),
            _ => _colours.Bad("error "),
        };
        _output.WriteLine($"  {outcome}  {step.Index + 1} {_texts.GetValueOrDefault((step.Chain, step.Index), step.Module)}  {_colours.Number(Printable.Of(step.Position.ToString()))}");
        if (trace.Problem is { } problem)
            WriteLine(_colours.Bad(VisibleText.Of(problem, 400)));
        foreach (FieldContent content in trace.Read)
            WriteLine(Content(content));
        foreach (FieldContent content in trace.Set)
            WriteLine("→ " + Content(content));
        foreach (string deed in Deeds(trace))
            WriteLine("→ " + deed);
        if (trace.Next is { } next && next != step.Chain)
            WriteLine(_colours.Number($"goes on to \"{Printable.Of(next)}\""));
    }

    private void WriteLine(string text) => _output.WriteLine($"            {text}");

    private static IEnumerable<string> Deeds(StepTrace trace)
    {
        foreach (CounterUse use in trace.Counters)
        {
            string did = use.Operation switch { CounterOperation.Raise => "is raised to", CounterOperation.Lower => "is lowered to", _ => "is reset to" };
            string grace = use is { Operation: CounterOperation.Raise, Count: 0 } ? ": raises are ignored for a while after a reset" : "";
            yield return $"the counter \"{VisibleText.Of(use.Counter, 60)}\" of \"{VisibleText.Of(use.Key, MaxShown)}\" {did} {use.Count}{grace}";
        }
        foreach (AddressTranslation translation in trace.Translations)
        {
            string port = translation.SourcePort is { } number ? $", port {number}" : "";
            yield return VisibleText.Of($"remembers that this connection really comes from {translation.SourceAddress}{port}", 300);
        }
        foreach (IPAddress address in trace.Refused)
            yield return $"{address} is in a network that is never banned: there is no ban";
        foreach (Effect effect in trace.Effects)
            yield return Describe(effect);
    }

    private static string Describe(Effect effect) => VisibleText.Of(effect switch
    {
        EmailEffect email => $"mail \"{email.Subject}\": {email.Body}",
        LogEffect log => $"journal, {log.Level.ToString().ToUpperInvariant()}: {log.Message}",
        ReportEffect report => $"daily report, {report.Level.ToString().ToUpperInvariant()}: {report.Message}",
        BanEffect ban => $"ban {Core.Bans.BanNetwork.Format(ban.Network)} in \"{ban.Set}\" {(ban.Seconds == 0 ? "for ever" : "for " + Durations.Format(TimeSpan.FromSeconds(ban.Seconds)))}",
        ExecEffect exec => $"run {string.Join(' ', exec.Command)}",
        WriteEffect write => $"write to {write.Path}: {write.Message}",
        PrintEffect print => $"print: {print.Message}",
        ForwardEffect forward => $"forward to {forward.To}: {forward.Message}",
        _ => effect.Kind,
    }, MaxShown * 2);

    private string Conclusion() => _trail switch
    {
        { Deciding: null } => "No step was met: no chain is meant for such an entry.",
        { End: TrailEnd.ActionDone, Deciding: { } last } => $"Decided by {Name(last)}: it is the last of its chain, and ended the way of the entry.{Led()}",
        { End: TrailEnd.ActionThrew, Deciding: { } last } => $"Decided by {Name(last)}: it failed with an error, which ends the way of the entry.{Led()}",
        { Deciding: { } last } => $"Decided by {Name(last)}: it {(last.Outcome == StepOutcome.Passed ? "passed, and is the last of its chain" : "did not pass")}, and no chain is left after it. Nobody took the entry.",
    };

    private string Led() => _trail.LedBy is { } led
        ? $"\nBrought there by {Name(led)}, which {(led.Outcome == StepOutcome.Passed ? "let it through" : $"sent it to \"{Printable.Of(led.Next ?? "")}\"")}."
        : "";

    private static string Name(StepTrace trace) => Printable.Of($"{trace.Step} at {trace.Step.Position}");

    private void WriteEffects()
    {
        var lines = new StringBuilder();
        int count = 0;
        foreach (Effect effect in _trail.Effects)
        {
            count++;
            lines.Append("  ").AppendLine(EffectJson.Format(effect));
        }
        _output.WriteLine(count == 0 ? "Nothing would have been done outside." : "What would have been done, as replay prints it:");
        _output.Write(lines);
    }
}
