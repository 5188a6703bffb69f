using Pyruse.Core.Configuration;
using Pyruse.Core.Configuration.Conversion;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Compat;

/// <summary>A configuration that was converted to TOML does the same.</summary>
[TestFixture]
public sealed class ConversionTests
{
    private static IEnumerable<string> Accepted => RecordedDecisions.Names.Where(static name => !RecordedDecisions.IsRejected(RecordedDecisions.Expected(name)));

    [TestCaseSource(nameof(Accepted))]
    public void A_recorded_workflow_does_the_same_in_TOML(string name) => AssertSame(RecordedDecisions.Configuration(name));

    [TestCaseSource(typeof(RecordedDecisions), nameof(RecordedDecisions.FullDirectories))]
    public void The_full_configuration_does_the_same_in_TOML(string directory) => AssertSame(Path.Combine(directory, "full_pyruse.json"));

    private static void AssertSame(string json)
    {
        using var directory = new TempDirectory();
        var diagnostics = new DiagnosticBag();
        string? toml = JsonToToml.Convert(json, File.ReadAllBytes(json), diagnostics);
        Assert.That(toml, Is.Not.Null, string.Join('\n', diagnostics.Items));
        IReadOnlyList<string> before = RecordedDecisions.EffectsOf(json);
        Assert.That(RecordedDecisions.EffectsOf(directory.Write("pyruse.toml", toml!)), Is.EqualTo(before));
    }
}
