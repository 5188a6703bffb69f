using System.Text;
using System.Text.Json.Nodes;
using Pyruse.Core.Configuration;
using Pyruse.Core.Configuration.Toml;
using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Plugins.Builtin.Filters;

namespace Pyruse.Tests.Support;

/// <summary>What came of running entries through a configuration.</summary>
/// <param name="Effects">Every effect, in order.</param>
/// <param name="Log">What the engine said.</param>
internal sealed record WorkflowRun(IReadOnlyList<Effect> Effects, RecordingLogger Log)
{
    /// <summary>The effects as JSON lines without the cursor.</summary>
    public IReadOnlyList<string> Lines => EffectLines.Of(Effects);

    /// <summary>The messages of the log lines alone.</summary>
    public IReadOnlyList<string> Messages => [.. Effects.OfType<LogEffect>().Select(static effect => effect.Message)];

    /// <summary>The failures of steps, as <c>chain/step: sentence</c>.</summary>
    public IReadOnlyList<string> Failures => Log.Failures;
}

/// <summary>Runs entries through configurations with the built-in modules.</summary>
internal static class Workflows
{
    /// <summary>The built-in modules.</summary>
    public static ModuleCatalog Builtin { get; } = new(ModuleCatalog.ModulesOf(typeof(EqualsFilter).Assembly));

    /// <summary>Runs entries through a configuration in TOML. Each step's every failure is seen: between entries the clock goes on by an hour.</summary>
    public static WorkflowRun Run(string toml, IEnumerable<TestEntry> entries, bool optimise = true)
    {
        var effects = new List<Effect>();
        var log = new RecordingLogger();
        var time = new ManualTime();
        var host = new EngineHost { Store = new MemoryStateStore(), Logger = log, Time = time, OnEffect = effects.Add, Optimise = optimise };
        Engine(toml, host, new ListSource([.. entries], () => time.Advance(TimeSpan.FromHours(1)))).Run(CancellationToken.None);
        return new(effects, log);
    }

    /// <summary>Runs entries through one chain of steps, each an inline table.</summary>
    public static WorkflowRun RunSteps(string steps, params IEnumerable<TestEntry> entries) => Run(Chain(steps), entries);

    /// <summary>A configuration with one chain.</summary>
    public static string Chain(string steps, string name = "test") => $"[[chain]]\nname = \"{name}\"\nsteps = [\n{steps}\n]\n";

    /// <summary>Makes an engine that reads a source whatever sources the configuration has; without other modules, with the built-in ones.</summary>
    public static PyruseEngine Engine(string toml, EngineHost host, ISource source, ModuleCatalog? catalog = null) => Engine(toml, host, _ => source, catalog);

    /// <summary>Makes an engine that puts other sources in the place of those that the configuration has, in their order.</summary>
    public static PyruseEngine Engine(string toml, EngineHost host, Func<ISource, ISource> adaptSource, ModuleCatalog? catalog = null)
    {
        var diagnostics = new DiagnosticBag();
        PyruseEngine? engine = Read(toml, diagnostics) is { } configuration
            ? PyruseEngine.Create(configuration, catalog ?? Builtin, host, diagnostics, adaptSource)
            : null;
        return engine ?? throw new AssertionException($"The configuration is refused:\n{string.Join('\n', diagnostics.Items)}\n{toml}");
    }

    /// <summary>All errors and warnings about a configuration in TOML named t.toml, in the order of their places.</summary>
    public static IReadOnlyList<string> Problems(string toml, ModuleCatalog? catalog = null)
    {
        var diagnostics = new DiagnosticBag();
        if (Read(toml, diagnostics) is { } configuration)
            PyruseEngine.Create(configuration, catalog ?? Builtin, new EngineHost { Store = new MemoryStateStore() }, diagnostics);
        return [.. diagnostics.Items.OrderBy(static item => item.Position.Line).ThenBy(static item => item.Position.Column).Select(static item => item.ToString())];
    }

    /// <summary>The only error about a chain of steps, without its place.</summary>
    public static string ProblemOf(string steps)
    {
        IReadOnlyList<string> problems = Problems(Chain(steps));
        Assert.That(problems, Has.Count.EqualTo(1));
        return problems[0][(problems[0].IndexOf(": error: ", StringComparison.Ordinal) + ": error: ".Length)..];
    }

    /// <summary>Reads a configuration; in the place of the journal, which is no built-in module, comes an export that is never opened.</summary>
    public static PyruseConfiguration? Read(string toml, DiagnosticBag diagnostics)
    {
        if (TomlReader.Read("t.toml", Encoding.UTF8.GetBytes(toml), diagnostics) is not { } root)
            return null;
        PyruseConfiguration configuration = new ConfigurationReader("t.toml", "/etc/pyruse", diagnostics).Read(root);
        if (!configuration.Sources.Any(static source => source.Type.Value == "journal"))
            return configuration;
        var arguments = new ConfigTable(SourcePosition.InCode);
        arguments.TryAdd("path", SourcePosition.InCode, new ConfigScalar(SourcePosition.InCode, "/dev/null"));
        return configuration with { Sources = [new(new("export", SourcePosition.InCode), "test", arguments, SourcePosition.InCode)] };
    }
}

/// <summary>Effects as JSON lines, without what depends on the place an entry was read at.</summary>
internal static class EffectLines
{
    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Of(IEnumerable<Effect> effects) => [.. Objects(effects, "cursor").Select(static line => line.ToJsonString(Relaxed))];

    /// <summary>Gives the effects as objects, without some of their keys.</summary>
    public static IReadOnlyList<JsonObject> Objects(IEnumerable<Effect> effects, params string[] without)
    {
        using var output = new MemoryStream();
        using (var json = new EffectJson(output))
        {
            foreach (Effect effect in effects)
                json.Write(effect);
        }
        string[] lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonObject[] objects = [.. lines.Select(static line => JsonNode.Parse(line)!.AsObject())];
        foreach (JsonObject line in objects)
        {
            foreach (string key in without)
                line.Remove(key);
        }
        return objects;
    }
}
