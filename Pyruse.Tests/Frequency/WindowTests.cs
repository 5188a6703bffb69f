using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Frequency;

/// <summary>A replay of a span of time: <c>--since</c> and <c>--until</c>.</summary>
public sealed class WindowTests
{
    private const string Tables = "[[expect]]\nname = \"beat\"\ncounter = \"a\"\nwithin = 60\nchain = \"told\"\n";

    [TestCase("0:a 200:a", "60 silence beat any 0", TestName = "Time passes up to its end, if there are entries beyond it")]
    [TestCase("0:a 200:a 300:a", "60 silence beat any 0", TestName = "but not further")]
    [TestCase("0:a 59:", null, TestName = "Otherwise it ends with the last entry")]
    [TestCase("-500: 0:a 99:a", "60 silence beat any 0", TestName = "It begins with the first entry that is in it")]
    public void A_replay_ends_with_its_span(string raises, string? told) => Assert.That(Replay(new ListSource(FrequencyRun.Entries(raises))), Is.EqualTo(told is null ? [] : new[] { told }));

    [Test]
    public void A_later_entry_does_not_end_a_source_that_is_not_in_order() =>
        Assert.That(Replay(new OneAfterTheOther(FrequencyRun.Entries("0:a 200: 50:a 80: 200:"))), Is.Empty);

    private static IReadOnlyList<string> Replay(ISource source) => FrequencyRun.Told(
        Tables, new EngineHost { Store = new MemoryStateStore(), IsReplay = true }, new SourceWindow(source, TestEntries.Start, TestEntries.Start + 100_000_000));
}
