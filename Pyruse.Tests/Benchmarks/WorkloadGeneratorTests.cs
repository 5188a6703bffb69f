using System.Security.Cryptography;
using Pyruse.Benchmarks.InProcess;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Workload;

namespace Pyruse.Tests.Benchmarks;

/// <summary>The workload is what figures of different days and machines have in common.</summary>
[TestFixture]
public sealed class WorkloadGeneratorTests
{
    private const int Count = 50_000;

    private static readonly WorkloadEntry[] Entries = [.. new WorkloadGenerator(1).Take(Count)];

    [Test]
    public void The_same_seed_makes_the_same_entries() => Assert.That(Export(new WorkloadGenerator(7), 500), Is.EqualTo(Export(new WorkloadGenerator(7), 500)));

    [Test]
    public void Another_seed_makes_others() => Assert.That(Export(new WorkloadGenerator(7), 500), Is.Not.EqualTo(Export(new WorkloadGenerator(8), 500)));

    [Test]
    public void The_entries_are_those_of_earlier_versions() => Assert.That(
        Convert.ToHexStringLower(SHA256.HashData(Export(new WorkloadGenerator(1), 1_000))), Does.StartWith("0274e8a066c6b162"),
        "Figures can't be compared with earlier ones any more. If that is meant, measure all of docs/performance.md anew and pin the new beginning here.");

    [TestCase("uwsgi", 28)]
    [TestCase("gitea", 19)]
    [TestCase("prosody", 13)]
    [TestCase("haproxy", 11)]
    [TestCase("postgres", 6)]
    public void Services_have_their_share(string identifier, double percent) =>
        Assert.That(ShareOf(entry => entry["SYSLOG_IDENTIFIER"] == identifier), Is.EqualTo(percent).Within(1));

    [Test]
    public void The_shares_are_all_there_is() => Assert.That(WorkloadGenerator.Services.Sum(static service => service.Share), Is.EqualTo(100).Within(0.01));

    [Test]
    public void Two_per_cent_are_hostile() => Assert.That(
        ShareOf(static entry => entry["MESSAGE"] is { } text && new[] { "auth failed", "Failed password", "Invalid user", "No such file or directory), client", "Incorrect authentication", "relay not", "SMTP syntax", "Login failed", "not allowed because", "Unable to negotiate" }.Any(text.Contains)),
        Is.EqualTo(100 * WorkloadGenerator.HostileShare).Within(0.4));

    [Test]
    public void Entries_have_about_25_fields() => Assert.That(Entries.Average(static entry => entry.Fields.Count), Is.EqualTo(25).Within(1.5));

    [Test]
    public void Times_grow() => Assert.That(Entries.Select(static entry => entry.Time), Is.Ordered.And.All.GreaterThan(WorkloadGenerator.Epoch));

    [Test]
    public void No_value_has_a_line_break() => Assert.That(Entries.SelectMany(static entry => entry.Fields).Select(static field => field.Value), Has.None.Contains('\n'));

    [Test]
    public void What_is_sent_has_no_trusted_fields() => Assert.That(Entries[0].Sent.Select(static field => field.Name), Is.Not.Empty.And.All.Not.StartsWith("_"));

    [Test]
    public void The_workflow_has_87_chains_without_mistakes()
    {
        string workflow = File.ReadAllText(Repository.Own("Workload/workflow.toml"));
        Assert.That(workflow.Split("[[chain]]"), Has.Length.EqualTo(88));
        using var engine = EngineMaker.Make(workflow);
        Assert.That(engine.Workflow.Steps, Is.Not.Empty);
    }

    private static double ShareOf(Func<WorkloadEntry, bool> isCounted) => 100.0 * Entries.Count(isCounted) / Count;

    private static byte[] Export(WorkloadGenerator generator, int count)
    {
        using var stream = new MemoryStream();
        foreach (WorkloadEntry entry in generator.Take(count))
            entry.WriteTo(stream);
        return stream.ToArray();
    }
}
