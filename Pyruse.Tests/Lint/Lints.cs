using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.Lint;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Journal;
using Pyruse.Plugins.Builtin.Filters;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Lint;

/// <summary>Findings about configurations.</summary>
internal static class Lints
{
    /// <summary>Networks that are never banned, so that nothing is said about their lack.</summary>
    public const string Never = "[bans]\nnever = [\"192.0.2.0/24\"]\n";

    private static readonly ModuleCatalog Catalog = new([.. ModuleCatalog.ModulesOf(typeof(EqualsFilter).Assembly), .. ModuleCatalog.ModulesOf(typeof(JournalSource).Assembly)]);

    /// <summary>The findings about a configuration in TOML, which must have no error, as <c>CODE@line</c>.</summary>
    public static IReadOnlyList<string> Of(string toml, params LintCode[] allowed) => [.. Diagnostics(toml, allowed).Select(static item => $"{item.Code}@{item.Position.Line}")];

    /// <summary>The findings about a file.</summary>
    public static IReadOnlyList<Diagnostic> OfFile(string path, params LintCode[] allowed)
    {
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration? configuration = ConfigurationFile.Read(path, diagnostics);
        using PyruseEngine? engine = configuration is null ? null : PyruseEngine.Create(configuration, Catalog, new EngineHost { Store = new MemoryStateStore() }, diagnostics);
        if (engine is null || diagnostics.HasErrors)
            throw new AssertionException($"{path} has errors:\n{string.Join('\n', diagnostics.Items)}");
        Linter.Check(configuration!, engine.Workflow, diagnostics, allowed);
        return [.. diagnostics.Items.OrderBy(static item => item.Position.File, StringComparer.Ordinal).ThenBy(static item => item.Position.Line).ThenBy(static item => item.Position.Column)];
    }

    /// <summary>The findings about a configuration in TOML.</summary>
    public static IReadOnlyList<Diagnostic> Diagnostics(string toml, params LintCode[] allowed)
    {
        using var directory = new TempDirectory();
        return OfFile(directory.Write("pyruse.toml", toml), allowed);
    }

    /// <summary>The only finding's sentence.</summary>
    public static string SentenceOf(string toml)
    {
        IReadOnlyList<Diagnostic> found = Diagnostics(toml);
        Assert.That(found, Has.Count.EqualTo(1), string.Join('\n', found));
        return found[0].Message;
    }
}
