using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Compat;

/// <summary>What the original program decided, and how this one decides about the same entries.</summary>
internal static class RecordedDecisions
{
    /// <summary>The directory with the files of the full configuration, which may not be delivered with the project.</summary>
    private const string FullDirectoryVariable = "PYRUSE_COMPAT_FULL";

    private static string Directory => Path.Combine(AppContext.BaseDirectory, "Compat", "decisions");

    private static string Entries => Path.Combine(Directory, "entries.export");

    /// <summary>The numbers of the recorded workflows.</summary>
    public static IEnumerable<string> Names =>
        System.IO.Directory.GetFiles(Directory, "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The directory of the full configuration where there is one.</summary>
    public static IEnumerable<string> FullDirectories =>
        Environment.GetEnvironmentVariable(FullDirectoryVariable) is { Length: > 0 } directory ? [directory] : [];

    public static IReadOnlyList<JsonObject> Expected(string name) => Parse(File.ReadAllLines(Path.Combine(Directory, name + ".jsonl")));

    /// <summary>Whether the original refuses the configuration.</summary>
    public static bool IsRejected(IReadOnlyList<JsonObject> decisions) => decisions is [var only] && (string?)only["kind"] == "rejected";

    public static IReadOnlyList<JsonObject> Decide(string name, bool optimise) => Run(Configuration(name), Entries, optimise);

    /// <summary>The file with a recorded workflow.</summary>
    public static string Configuration(string name) => Path.Combine(Directory, name + ".json");

    /// <summary>What any configuration does with the recorded entries: every effect with its chain and step, a line each.</summary>
    public static IReadOnlyList<string> EffectsOf(string configuration) => [.. Run(configuration, Entries, optimise: true, "cursor").Select(static effect => effect.ToJsonString())];

    /// <summary>Runs the recorded entries through a workflow.</summary>
    public static void Run(string name, EngineHost host)
    {
        var diagnostics = new DiagnosticBag();
        PyruseEngine? engine = MakeEngine(Path.Combine(Directory, name + ".json"), Entries, host, diagnostics);
        Assert.That(engine, Is.Not.Null, string.Join('\n', diagnostics.Items));
        engine!.Run(CancellationToken.None);
    }

    /// <summary>Reads a workflow.</summary>
    public static PyruseConfiguration Read(string name) => ConfigurationFile.Read(Path.Combine(Directory, name + ".json"), new DiagnosticBag())!;

    /// <summary>The workflows that the original accepts.</summary>
    public static IEnumerable<string> Accepted => Names.Where(static name => !IsRejected(Expected(name)));

    public static IReadOnlyList<Diagnostic> Problems(string name)
    {
        var diagnostics = new DiagnosticBag();
        MakeEngine(Configuration(name), Entries, new EngineHost { Store = new MemoryStateStore() }, diagnostics);
        return diagnostics.Items;
    }

    public static IReadOnlyList<JsonObject> ExpectedOfFull(string directory)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(directory, "full_decisions_seed3.jsonl.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        return Parse(reader.ReadToEnd().Split('\n'));
    }

    public static IReadOnlyList<JsonObject> DecideFull(string directory, bool optimise)
    {
        using var temp = new TempDirectory();
        string entries = Path.Combine(temp.Path, "full.export");
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "Compat", "gen_journal.py"), "20000", "--seed", "3", "--attack", "0.05"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using (Process generator = Process.Start(start)!)
        using (FileStream output = File.Create(entries))
        {
            generator.StandardOutput.BaseStream.CopyTo(output);
            generator.WaitForExit();
        }
        return Run(Path.Combine(directory, "full_pyruse.json"), entries, optimise);
    }

    /// <summary>Runs an export through a configuration; gives the effects with the keys that recordings have.</summary>
    private static IReadOnlyList<JsonObject> Run(string configuration, string entries, bool optimise) => Run(configuration, entries, optimise, "cursor", "chain", "step");

    private static IReadOnlyList<JsonObject> Run(string configuration, string entries, bool optimise, params string[] without)
    {
        var effects = new List<Effect>();
        var diagnostics = new DiagnosticBag();
        var host = new EngineHost { Store = new MemoryStateStore(capacity: 0), Time = new ManualTime(), OnEffect = effects.Add, Optimise = optimise };
        PyruseEngine? engine = MakeEngine(configuration, entries, host, diagnostics);
        Assert.That(engine, Is.Not.Null, string.Join('\n', diagnostics.Items));
        engine!.Run(CancellationToken.None);
        return EffectLines.Objects(effects, without);
    }

    private static PyruseEngine? MakeEngine(string configuration, string entries, EngineHost host, DiagnosticBag diagnostics)
    {
        var arguments = new ConfigTable(SourcePosition.InCode);
        arguments.TryAdd("path", SourcePosition.InCode, new ConfigScalar(SourcePosition.InCode, entries));
        var source = new SourceDefinition(new("export", SourcePosition.InCode), "export", arguments, SourcePosition.InCode);
        return ConfigurationFile.Read(configuration, diagnostics) is { } read
            ? PyruseEngine.Create(read with { Sources = [source] }, Workflows.Builtin, host, diagnostics)
            : null;
    }

    private static List<JsonObject> Parse(IEnumerable<string> lines) => [.. lines.Where(static line => line.Length > 0).Select(static line => JsonNode.Parse(line)!.AsObject())];
}
