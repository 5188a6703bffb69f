using System.Text.Json.Nodes;
using Pyruse.Core.Chains.Observing;
using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Tests.Compat;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Seeing;

/// <summary>An entry that is watched walks as one that is not. The workflows and entries are those of the recorded decisions.</summary>
public sealed class AgreementTests
{
    private const string Frequency = """
        [[expect]]
        name = "pulse"
        counter = "beats"
        atLeast = 1
        within = "10s"
        chain = "silence"
        recovered = "again"

        [[chain]]
        name = "beat"
        steps = [
          { filter = "equals", field = "A", value = "beat" },
          { action = "counterRaise", counter = "beats", for = "WHO" },
        ]

        [[chain]]
        name = "silence"
        steps = [{ action = "log", message = "{MESSAGE}" }]

        [[chain]]
        name = "again"
        steps = [{ action = "log", message = "{MESSAGE}" }]
        """;

    [TestCaseSource(typeof(RecordedDecisions), nameof(RecordedDecisions.Accepted))]
    public void What_is_explained_of_every_entry_is_what_a_run_does(string name)
    {
        var effects = new List<Effect>();
        RecordedDecisions.Run(name, Host() with { OnEffect = effects.Add });
        var trails = new List<EntryTrail>();

        RecordedDecisions.Run(name, Host() with { Observer = new EntryExplainer(static _ => true, trails.Add) });

        Assert.Multiple(() =>
        {
            Assert.That(trails, Has.Count.GreaterThan(100));
            Assert.That(trails.SelectMany(static trail => trail.Effects).Select(EffectJson.Format), Is.EqualTo(effects.Select(EffectJson.Format)));
            Assert.That(trails.Where(static trail => trail.Effects.Any(effect => effect.Origin.Cursor != trail.Cursor)), Is.Empty);
            Assert.That(trails.Where(static trail => trail.Deciding is null), Is.Empty, "entries without a deciding step");
        });
    }

    [TestCaseSource(typeof(RecordedDecisions), nameof(RecordedDecisions.Accepted))]
    public void Counting_changes_no_decision_and_loses_no_entry(string name)
    {
        var effects = new List<Effect>();
        var statistics = new WalkStatistics();

        RecordedDecisions.Run(name, Host() with { OnEffect = effects.Add, Observer = statistics });

        JsonObject[] decided = [.. EffectLines.Objects(effects, "cursor", "chain", "step")];
        Assert.Multiple(() =>
        {
            Assert.That(decided.Select(static line => line.ToJsonString()), Is.EqualTo(RecordedDecisions.Expected(name).Select(static line => line.ToJsonString())).Using<string>(IsSameJson));
            Assert.That(statistics.Chains.Sum(static chain => chain.Ended) + statistics.Untaken + statistics.WithoutStep, Is.EqualTo(statistics.Entries));
            Assert.That(statistics.Steps.Where(static figures => figures.Met != figures.Passed + figures.Failed + figures.Threw), Is.Empty);
            Assert.That(statistics.Identifiers.Total, Is.EqualTo(statistics.Entries));
            Assert.That(statistics.Priorities.Sum() + statistics.WithoutPriority, Is.EqualTo(statistics.Entries));
        });
    }

    [Test]
    public void One_entry_explained_after_its_history_is_the_same_as_among_all()
    {
        string name = RecordedDecisions.Accepted.MaxBy(static name => RecordedDecisions.Expected(name).Count)!;
        var all = new List<EntryTrail>();
        RecordedDecisions.Run(name, Host() with { Observer = new EntryExplainer(static _ => true, all.Add) });

        foreach (EntryTrail expected in all.Where(static (_, index) => index % 97 == 0))
        {
            var found = new List<EntryTrail>();
            RecordedDecisions.Run(name, Host() with { Observer = new EntryExplainer(entry => entry.Cursor == expected.Cursor, found.Add) });
            Assert.That(found.Single().Steps.Select(Shown), Is.EqualTo(expected.Steps.Select(Shown)));
        }
    }

    [Test]
    public void Notices_are_explained_and_counted_like_entries()
    {
        TestEntry[] entries = [TestEntries.AtSecond(0, "A=beat | WHO=x"), TestEntries.AtSecond(30, "A=beat | WHO=x"), TestEntries.AtSecond(31, "A=other")];
        var effects = new List<Effect>();
        Workflows.Engine(Frequency, Host() with { OnEffect = effects.Add, IsReplay = true }, new ListSource(entries)).Run(CancellationToken.None);

        IReadOnlyList<EntryTrail> trails = Watched.Explain(Frequency, entries);
        WalkStatistics statistics = Watched.Count(Frequency, entries);

        Assert.Multiple(() =>
        {
            Assert.That(effects, Is.Not.Empty);
            Assert.That(trails.SelectMany(static trail => trail.Effects).Select(EffectJson.Format), Is.EqualTo(effects.Select(EffectJson.Format)));
            Assert.That(trails.Where(static trail => trail.IsNotice).Select(static trail => trail.Cursor), Is.All.EqualTo("expect=pulse;key=any"));
            Assert.That((statistics.Entries, statistics.Notices), Is.EqualTo((3, trails.Count - 3)));
        });
    }

    private static EngineHost Host() => new() { Store = new MemoryStateStore(capacity: 0), Time = new ManualTime() };

    private static bool IsSameJson(string one, string other) => JsonNode.DeepEquals(JsonNode.Parse(one), JsonNode.Parse(other));

    private static string Shown(StepTrace trace) => $"{trace.Step} {trace.Outcome} {trace.Problem} {string.Join(';', trace.Read)} → {string.Join(';', trace.Set)}, {string.Join(';', trace.Counters)}";
}
