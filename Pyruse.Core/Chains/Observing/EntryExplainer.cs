using System.Net;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;

namespace Pyruse.Core.Chains.Observing;

/// <summary>Writes down how certain entries walk: every step, what it compared, what it set and what it wants done. All other entries walk unobserved.</summary>
/// <param name="isWanted">Whether an entry is of interest. Asked on the engine's thread before the entry's first step.</param>
/// <param name="onExplained">Told how an entry of interest has walked. Called on the engine's thread; must not throw.</param>
public sealed class EntryExplainer(Predicate<LogEntry> isWanted, Action<EntryTrail> onExplained) : WalkObserver
{
    /// <summary>What says what an entry is, whether or not a step asks for it.</summary>
    private static readonly string[] Telling = ["MESSAGE", "SYSLOG_IDENTIFIER", "PRIORITY", "_SYSTEMD_UNIT", "_COMM", "_PID", "_UID", "_HOSTNAME"];

    private readonly List<StepTrace> _steps = [];
    private readonly List<Effect> _effects = [];
    private readonly List<CounterUse> _counters = [];
    private readonly List<AddressTranslation> _translations = [];
    private readonly List<IPAddress> _refused = [];
    private Workflow? _workflow;
    private bool _isOn;
    private IReadOnlyList<FieldContent> _first = [];
    private Dictionary<Field, FieldContent> _before = [];

    private Workflow Workflow => _workflow ?? throw new InvalidOperationException("The observer belongs to no engine yet.");

    internal override void Attach(Workflow workflow)
    {
        _workflow = workflow;
        foreach (string name in Telling)
            _ = workflow.Fields[name];
    }

    internal override bool Begin(LogEntry entry, int first)
    {
        _isOn = isWanted(entry);
        if (!_isOn)
            return false;
        _steps.Clear();
        _first = [.. Snapshot(entry).Values.Where(static content => content.Kind != FieldValueKind.Missing)];
        return true;
    }

    internal override void Enter(int node, LogEntry entry)
    {
        _effects.Clear();
        _counters.Clear();
        _translations.Clear();
        _refused.Clear();
        _before = Snapshot(entry);
    }

    internal override void Leave(int node, LogEntry entry, StepOutcome outcome) => Add(node, entry, outcome, null);

    internal override void Threw(int node, LogEntry entry, Exception failure) => Add(node, entry, StepOutcome.Threw, StepFailureLog.Describe(failure));

    internal override void End(LogEntry entry)
    {
        _isOn = false;
        onExplained(new(entry.RealtimeMicroseconds, entry.Cursor, entry.IsNotice, _first, [.. _steps]));
    }

    internal override void Wants(Effect effect)
    {
        if (_isOn)
            _effects.Add(effect);
    }

    internal override void Counted(CounterUse use)
    {
        if (_isOn)
            _counters.Add(use);
    }

    internal override void Remembered(AddressTranslation translation)
    {
        if (_isOn)
            _translations.Add(translation);
    }

    internal override void Refused(IPAddress address)
    {
        if (_isOn)
            _refused.Add(address);
    }

    private static Dictionary<Field, FieldContent> Snapshot(LogEntry entry)
    {
        // Looking at the cursor would make it a field of the entry.
        Field[] fields = [.. entry.Fields.All.Where(field => field != entry.Fields.Cursor)];
        return fields.ToDictionary(static field => field, field => FieldContent.Of(entry, field));
    }

    private void Add(int at, LogEntry entry, StepOutcome outcome, string? problem)
    {
        WorkflowNode node = Workflow.Nodes[at];
        WorkflowStep step = node.Step;
        bool isEnd = outcome == StepOutcome.Threw && step.Filter is null;
        int next = isEnd ? Workflow.End : outcome is StepOutcome.Failed or StepOutcome.Threw ? node.OnFail : node.OnPass;
        _steps.Add(new(step, outcome, problem, [.. step.Fields.Reads.Select(field => Read(entry, field))], SetBy(step, entry, outcome))
        {
            Next = next == Workflow.End ? null : Workflow.Nodes[next].Step.Chain,
            IsSentElsewhere = outcome is StepOutcome.Failed or StepOutcome.Threw && next != Workflow.End && !Workflow.ListedChains.Contains(Workflow.Nodes[next].Step.Chain, StringComparer.Ordinal),
            Effects = [.. _effects],
            Counters = [.. _counters],
            Translations = [.. _translations],
            Refused = [.. _refused],
        });
    }

    /// <summary>What a field held before the step, in which it may have been set.</summary>
    private FieldContent Read(LogEntry entry, Field field) => _before.GetValueOrDefault(field) ?? FieldContent.Of(entry, field);

    /// <summary>What the step has changed, and what it sets when it passes, also to the same as before.</summary>
    private FieldContent[] SetBy(WorkflowStep step, LogEntry entry, StepOutcome outcome)
    {
        var set = new List<FieldContent>();
        foreach ((Field field, FieldContent now) in Snapshot(entry))
        {
            bool isNew = !_before.TryGetValue(field, out FieldContent? before);
            bool isChanged = isNew ? now.Kind != FieldValueKind.Missing : !now.Equals(before);
            if (isChanged || (outcome is StepOutcome.Passed or StepOutcome.Done && now.Kind != FieldValueKind.Missing && step.Fields.Sets.Contains(field)))
                set.Add(now);
        }
        return [.. set];
    }
}
