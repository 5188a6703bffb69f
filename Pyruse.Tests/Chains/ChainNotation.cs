using System.Globalization;
using System.Text.RegularExpressions;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;

namespace Pyruse.Tests.Chains;

/// <summary>
/// Chains in a short notation: each on a line of its own, such as <c>A: f f>J a</c>. A step is <c>f</c> (a filter) or <c>a</c> (an action),
/// followed by <c>>X</c> for "then" and <c>/X</c> for "else". Steps are numbered from 1: A1, A2, …
/// </summary>
internal static partial class ChainNotation
{
    /// <summary>Reads chains; lines and columns are those of the text.</summary>
    public static IReadOnlyList<ChainDefinition> Parse(string text) => [.. text.Split('\n').Select(static (line, index) => ParseChain(line, index + 1))];

    /// <summary>The findings about chains.</summary>
    public static IReadOnlyList<string> Check(string text)
    {
        var diagnostics = new DiagnosticBag();
        ChainCompiler.Check(new PyruseConfiguration { File = "t.toml", Directory = "/", Chains = Parse(text) }, diagnostics);
        return [.. diagnostics.Items.Select(static item => item.ToString())];
    }

    /// <summary>
    /// Links chains and prints what can be reached: <c>A1 ? A2 : B1</c> for a filter, <c>A2 ! end</c> for an action. A step that is linked at
    /// several places has primes from the second on.
    /// </summary>
    public static IReadOnlyList<string> Link(string text)
    {
        Workflow workflow = Compile(text, new Script(), optimise: false);
        var names = new Dictionary<int, string>();
        var lines = new List<string>();
        Visit(workflow.Start);
        return [.. lines];

        string Visit(int index)
        {
            if (index == Workflow.End)
                return "end";
            if (names.TryGetValue(index, out string? known))
                return known;
            WorkflowNode node = workflow.Nodes[index];
            string name = NameOf(node.Step);
            names.Add(index, name += new string('\'', names.Values.Count(other => other.TrimEnd('\'') == name)));
            int line = lines.Count;
            lines.Add("");
            string onPass = Visit(node.OnPass);
            lines[line] = node.Step.Filter is null ? $"{name} ! {onPass}" : $"{name} ? {onPass} : {Visit(node.OnFail)}";
            return name;
        }
    }

    /// <summary>Walks an entry through chains; gives the steps on its way, with + for a filter that passed, - for one that failed, ! for one that threw.</summary>
    public static string Walk(string text, string passing, string throwing = "", List<string>? notes = null)
    {
        var script = new Script { Passing = passing.Split(' '), Throwing = throwing.Split(' ') };
        Workflow workflow = Compile(text, script, optimise: true);
        var executor = new WorkflowExecutor(new EngineLease { Workflow = workflow }, new Notes(notes ?? []));
        var entry = new LogEntry(workflow.Fields);
        entry.Begin(0);
        executor.Handle(entry);
        return string.Join(' ', script.Trace);
    }

    private static Workflow Compile(string text, Script script, bool optimise)
    {
        IReadOnlyList<ChainDefinition> chains = Parse(text);
        WorkflowStep[][] steps = [.. chains.Select(chain => chain.Steps.Select((step, index) => Make(chain, step, index, script)).ToArray())];
        return ChainCompiler.Compile(chains, [], steps, new FieldTable(), optimise);
    }

    private static WorkflowStep Make(ChainDefinition chain, StepDefinition step, int index, Script script)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{chain.Name}{index + 1}");
        var module = new ScriptedStep(name, script);
        bool isFilter = step.Kind == StepKind.Filter;
        return new(chain.Name, index, step.Module.Value, step.Position, isFilter ? module : null, isFilter ? null : module);
    }

    private static string NameOf(WorkflowStep step) => string.Create(CultureInfo.InvariantCulture, $"{step.Chain}{step.Index + 1}");

    private static ChainDefinition ParseChain(string line, int number)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        return new(line[..colon], new("t", number, 1), [.. Step().Matches(line, colon + 1).Select(match => ParseStep(match, number))]);
    }

    private static StepDefinition ParseStep(Match match, int line) => new(
        match.Groups["kind"].Value == "f" ? StepKind.Filter : StepKind.Action,
        new(match.Groups["kind"].Value, At(match, line)),
        new ConfigTable(At(match, line)),
        At(match, line),
        Target(match.Groups["then"], line),
        Target(match.Groups["else"], line));

    private static Positioned<string>? Target(Group group, int line) => group.Success ? new(group.Value, At(group, line)) : null;

    private static SourcePosition At(Capture capture, int line) => new("t", line, capture.Index + 1);

    [GeneratedRegex("(?<kind>[fa])(>(?<then>[A-Z]+))?(/(?<else>[A-Z]+))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();

    private sealed class Script
    {
        public string[] Passing { get; init; } = [];

        public string[] Throwing { get; init; } = [];

        public List<string> Trace { get; } = [];
    }

    private sealed class ScriptedStep(string name, Script script) : IFilter, IAction
    {
        public bool Matches(LogEntry entry)
        {
            bool passes = script.Passing.Contains(name);
            Pass(passes ? "+" : "-");
            return passes;
        }

        public void Execute(LogEntry entry) => Pass("");

        private void Pass(string mark)
        {
            bool throws = script.Throwing.Contains(name);
            script.Trace.Add(name + (throws ? "!" : mark));
            if (throws)
                throw new StepException($"{name} has had enough.");
        }
    }

    private sealed class Notes(List<string> notes) : IStepFailures
    {
        public void Report(WorkflowStep step, LogEntry entry, Exception failure) => notes.Add($"{step}: {failure.Message}");
    }
}
