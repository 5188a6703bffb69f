using System.Text;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Chains;

/// <summary>When nothing can come of an entry without one of some values, its source may leave it out.</summary>
public sealed class NeededValuesTests
{
    private const string Sshd = """{ filter = "equals", field = "SYSLOG_IDENTIFIER", value = "sshd" }""";
    private const string Web = """{ filter = "in", field = "SYSLOG_IDENTIFIER", values = ["nginx", "uwsgi"] }""";
    private const string Root = """{ filter = "equals", field = "_COMM", value = "su" }""";
    private const string Log = """{ action = "log", message = "{MESSAGE}" }""";

    [Test]
    public void Chains_that_all_begin_with_values_of_one_field_need_one_of_these() =>
        Assert.That(SelectedBy(Chain("a", Sshd, Log) + Chain("b", Web, Log)), Is.EqualTo("SYSLOG_IDENTIFIER sshd nginx uwsgi"));

    [Test]
    public void Comparing_other_fields_with_values_does_nothing_by_itself() =>
        Assert.That(SelectedBy(Chain("a", Sshd, Root, Log) + Chain("b", Web, Log)), Is.EqualTo("SYSLOG_IDENTIFIER sshd nginx uwsgi"));

    [Test]
    public void A_chain_for_everything_needs_nothing() => Assert.That(SelectedBy(Chain("a", Sshd, Log) + Chain("b", Log)), Is.Null);

    [Test]
    public void A_filter_that_may_fail_with_a_message_needs_everything() => Assert.That(
        SelectedBy(Chain("a", Sshd, Log) + Chain("b", """{ filter = "greaterOrEquals", field = "SIZE", value = 6 }""", Web, Log)), Is.Null);

    [Test]
    public void A_jump_may_lead_to_an_action() => Assert.That(
        SelectedBy(Chain("a", Sshd.Replace(" }", ", else = \"b\" }", StringComparison.Ordinal), Log) + Chain("b", Log)), Is.Null);

    [Test]
    public void Without_optimisation_everything_is_read() => Assert.That(SelectedBy(Chain("a", Sshd, Log), optimise: false), Is.Null);

    [Test]
    public void Where_time_counts_everything_is_read() => Assert.That(
        SelectedBy("""
            [[expect]]
            name = "backups"
            counter = "backup"
            at_least = 1
            within = "1h"
            chain = "silence"
            [[chain]]
            name = "silence"
            steps = [{ action = "log", message = "silence" }]
            """ + "\n" + Chain("a", Sshd, """{ action = "counterRaise", counter = "backup", for = "MESSAGE", keepSeconds = 3600 }""")), Is.Null);

    private static string Chain(string name, params string[] steps) => $"[[chain]]\nname = \"{name}\"\nsteps = [{string.Join(", ", steps)}]\n";

    /// <summary>What the engine says to a source that asks; null: nothing.</summary>
    private static string? SelectedBy(string toml, bool optimise = true)
    {
        var source = new SelectiveSource();
        var host = new EngineHost { Store = new MemoryStateStore(), Time = new ManualTime(), Optimise = optimise };
        Workflows.Engine(toml, host, source).Run(CancellationToken.None);
        return source.Selection;
    }

    /// <summary>A source without entries.</summary>
    private sealed class SelectiveSource : ISelectiveSource
    {
        public string? Selection { get; private set; }

        public string? Cursor => null;

        public void Select(Field field, IReadOnlyList<ReadOnlyMemory<byte>> values) =>
            Selection = $"{field.Name} {string.Join(' ', values.Select(static value => Encoding.UTF8.GetString(value.Span)))}";

        public void Open(SourceStart start)
        {
        }

        public bool TryRead(LogEntry entry) => false;

        public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
