using Pyruse.Core.Configuration;
using Pyruse.Core.Lint;
using Pyruse.Core.Entries;

namespace Pyruse.Core.Chains;

/// <summary>Links chains into a <see cref="Workflow"/>.</summary>
/// <remarks>
/// A filter that fails and a chain that ends with a filter that passes go to the next available chain; a chain that ends with an action ends the
/// entry's way. A chain that was jumped to before the list reaches it is a jump chain: the default links skip it. "Next available" is seen from the
/// chain of the list in whose course the entry is, so a jump chain is linked anew for each of these. A chain that entries start at, of a source or of an
/// expectation or pair, is skipped by the default links likewise; from it, "next available" is the next chain of the list behind its own place.
/// </remarks>
internal sealed class ChainCompiler
{
    private readonly IReadOnlyList<ChainDefinition> _chains;
    private readonly IReadOnlyList<Positioned<string>> _starts;
    private readonly IReadOnlyList<WorkflowStep[]> _steps;
    private readonly Dictionary<string, int> _indexByName = new(StringComparer.Ordinal);
    private readonly DiagnosticBag _diagnostics;
    private readonly List<WorkflowNode> _nodes = [];
    private readonly Dictionary<(int Chain, int Continuation), int> _linked = [];
    private readonly bool?[] _fallsThrough;

    private ChainCompiler(
        IReadOnlyList<ChainDefinition> chains, IReadOnlyList<Positioned<string>> starts, IReadOnlyList<WorkflowStep[]> steps, DiagnosticBag diagnostics)
    {
        _chains = chains;
        _starts = starts;
        _steps = steps;
        _diagnostics = diagnostics;
        _fallsThrough = new bool?[chains.Count];
    }

    /// <summary>Checks the links of all chains: names, targets, loops, steps that can't be reached.</summary>
    /// <param name="configuration">The chains, and what names those that entries start at.</param>
    /// <param name="diagnostics">Takes the findings.</param>
    /// <param name="whole">The place of a finding about all chains together.</param>
    public static void Check(PyruseConfiguration configuration, DiagnosticBag diagnostics, SourcePosition? whole = null)
    {
        var compiler = new ChainCompiler(configuration.Chains, EntryPointsOf(configuration), [], diagnostics);
        compiler.Check(whole ?? SourcePosition.InCode);
        compiler.CheckSources(configuration.Sources);
    }

    /// <summary>Links chains that were found to be right.</summary>
    /// <param name="chains">The chains, in order.</param>
    /// <param name="starts">The chains that entries start at, beside the first of the list.</param>
    /// <param name="steps">The steps of each chain, made from its definition.</param>
    /// <param name="fields">The fields that the steps use.</param>
    /// <param name="optimise">Whether to fuse like filters; the meaning is the same either way.</param>
    public static Workflow Compile(
        IReadOnlyList<ChainDefinition> chains, IReadOnlyList<Positioned<string>> starts, IReadOnlyList<WorkflowStep[]> steps, FieldTable fields, bool optimise)
    {
        var compiler = new ChainCompiler(chains, starts, steps, new DiagnosticBag());
        compiler.Check(SourcePosition.InCode);
        if (compiler._diagnostics.HasErrors)
            throw new ArgumentException(string.Join('\n', compiler._diagnostics.Items), nameof(chains));
        int next = Workflow.End;
        var startNodes = new Dictionary<string, int>(StringComparer.Ordinal);
        HashSet<int> ofTheList = [.. compiler.ChainsOfTheList()];
        for (int chain = chains.Count - 1; chain >= 0; chain--)
        {
            if (compiler.IsStart(chain))
                startNodes.Add(chains[chain].Name, compiler.Link(chain, next));
            else if (ofTheList.Contains(chain))
                next = compiler.Link(chain, next);
        }
        WorkflowNode[] nodes = [.. compiler._nodes];
        if (optimise)
            DispatchFusion.Apply(nodes);
        return new Workflow(fields, [.. steps.SelectMany(static chain => chain)], nodes, next)
        {
            Starts = startNodes,
            ListedChains = [.. compiler.ChainsOfTheList().Select(chain => chains[chain].Name)],
        };
    }

    /// <summary>The chains that entries of some source or those of expectations and pairs start at, and where that is said.</summary>
    public static IReadOnlyList<Positioned<string>> EntryPointsOf(PyruseConfiguration configuration) =>
    [
        .. configuration.Sources.Select(static source => source.Start)
            .Concat(configuration.ForeignStarts)
            .Concat(configuration.Expects.SelectMany(static expect => new[] { expect.Chain, expect.Recovered }))
            .Concat(configuration.Pairs.SelectMany(static pair => new[] { pair.Chain, pair.Met }))
            .OfType<Positioned<string>>(),
    ];

    /// <summary>The steps that can be reached from the chain's first: up to one that goes elsewhere in any case.</summary>
    private static IEnumerable<StepDefinition> LiveSteps(ChainDefinition chain)
    {
        foreach (StepDefinition step in chain.Steps)
        {
            yield return step;
            if (step.Then is not null)
                yield break;
        }
    }

    private static IEnumerable<Positioned<string>> Targets(StepDefinition step)
    {
        if (step.Then is not null)
            yield return step.Then;
        if (step.Else is not null)
            yield return step.Else;
    }

    private void Check(SourcePosition whole)
    {
        if (_chains.Count == 0)
            _diagnostics.Error(whole, "There is no chain, so no entry would ever be handled; add at least one.");
        for (int i = 0; i < _chains.Count; i++)
        {
            ChainDefinition chain = _chains[i];
            // A chain without a name was refused by the reader; nothing can name it.
            if (chain.Name.Length > 0 && !_indexByName.TryAdd(chain.Name, i))
                _diagnostics.Error(chain.Position, $"There is already a chain \"{chain.Name}\", at {_chains[_indexByName[chain.Name]].Position}; give this one another name.");
            if (chain.Steps.Count == 0)
                _diagnostics.Error(chain.Position, $"The chain \"{chain.Name}\" has no step; give it at least one, such as {{ action = \"noop\" }}.");
        }
        foreach (ChainDefinition chain in _chains)
        {
            foreach (Positioned<string> target in chain.Steps.SelectMany(Targets))
            {
                if (!_indexByName.ContainsKey(target.Value))
                    _diagnostics.Error(target.Position, $"There is no chain \"{target.Value}\" to go to{Suggestion.OrStop(target.Value, _indexByName.Keys)}");
            }
            WarnOfDeadSteps(chain);
        }
        FindLoops();
    }

    private void CheckSources(IReadOnlyList<SourceDefinition> sources)
    {
        foreach (Positioned<string> start in _starts.Where(start => !_indexByName.ContainsKey(start.Value)))
            _diagnostics.Error(start.Position, $"There is no chain \"{start.Value}\" to start at{Suggestion.OrStop(start.Value, _indexByName.Keys)}");
        if (_diagnostics.HasErrors || _chains.Count == 0 || ChainsOfTheList().Any())
            return;
        foreach (SourceDefinition source in sources.Where(static source => source.Start is null))
        {
            _diagnostics.Error(source.Position,
                $"Every chain is one that a source, an expectation or a pair names, so nothing would handle the entries of the source \"{source.Name}\"; give it a \"start\" too, or add a chain.");
        }
    }

    private bool IsStart(int chain) => _starts.Any(start => start.Value == _chains[chain].Name);

    private void WarnOfDeadSteps(ChainDefinition chain)
    {
        int live = LiveSteps(chain).Count();
        if (live < chain.Steps.Count)
        {
            StepDefinition last = chain.Steps[live - 1];
            _diagnostics.Warning(
                chain.Steps[live].Position,
                $"In chain \"{chain.Name}\", step {live + 1} and what follows it can't be reached: the {(last.Kind == StepKind.Filter ? "filter" : "action")} before it goes to \"{last.Then!.Value}\". Move \"then\" to the last step, or remove the dead ones.",
                LintCodes.DeadStep.Code);
        }
    }

    private void FindLoops()
    {
        var finished = new HashSet<int>();
        var path = new List<int>();
        for (int i = 0; i < _chains.Count; i++)
            Visit(i);

        void Visit(int chain)
        {
            if (finished.Contains(chain))
                return;
            path.Add(chain);
            foreach (Positioned<string> target in LiveSteps(_chains[chain]).SelectMany(Targets))
            {
                if (!_indexByName.TryGetValue(target.Value, out int next))
                    continue;
                int start = path.IndexOf(next);
                if (start < 0)
                {
                    Visit(next);
                    continue;
                }
                IEnumerable<string> loop = path.Skip(start).Append(next).Select(index => $"\"{_chains[index].Name}\"");
                _diagnostics.Error(target.Position, $"The chains jump in a loop: {string.Join(" → ", loop)}. An entry would never leave it; take one of the jumps out.");
            }
            path.RemoveAt(path.Count - 1);
            finished.Add(chain);
        }
    }

    /// <summary>The chains that the default links go through, in order: all but the jump chains and those that entries start at.</summary>
    private IEnumerable<int> ChainsOfTheList()
    {
        var jumpedTo = new HashSet<int>();
        for (int i = 0; i < _chains.Count; i++)
        {
            if (jumpedTo.Contains(i))
                continue;
            if (!IsStart(i))
                yield return i;
            AddTargets(i);
        }

        void AddTargets(int chain)
        {
            foreach (Positioned<string> target in LiveSteps(_chains[chain]).SelectMany(Targets))
            {
                int next = _indexByName[target.Value];
                if (jumpedTo.Add(next))
                    AddTargets(next);
            }
        }
    }

    /// <summary>Links a chain whose ways out by default lead to <paramref name="continuation"/>; gives its first node.</summary>
    private int Link(int chain, int continuation)
    {
        // A chain that no entry leaves by default is the same wherever it is reached from.
        (int, int) key = (chain, FallsThrough(chain) ? continuation : Workflow.End);
        if (_linked.TryGetValue(key, out int first))
            return first;
        StepDefinition[] live = [.. LiveSteps(_chains[chain])];
        int next = live[^1].Kind == StepKind.Filter ? continuation : Workflow.End;
        for (int i = live.Length - 1; i >= 0; i--)
        {
            StepDefinition step = live[i];
            int onPass = step.Then is { } then ? Link(_indexByName[then.Value], continuation) : next;
            int onFail = step.Else is { } otherwise ? Link(_indexByName[otherwise.Value], continuation) : continuation;
            next = _nodes.Count;
            _nodes.Add(new(_steps[chain][i], onPass, onFail));
        }
        _linked.Add(key, next);
        return next;
    }

    private bool FallsThrough(int chain)
    {
        if (_fallsThrough[chain] is { } known)
            return known;
        StepDefinition[] live = [.. LiveSteps(_chains[chain])];
        bool falls = live.Any(static step => step.Kind == StepKind.Filter && step.Else is null)
            || (live[^1].Kind == StepKind.Filter && live[^1].Then is null)
            || live.SelectMany(Targets).Any(target => FallsThrough(_indexByName[target.Value]));
        _fallsThrough[chain] = falls;
        return falls;
    }
}
