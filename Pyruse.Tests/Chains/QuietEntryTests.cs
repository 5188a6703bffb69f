using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Chains;

/// <summary>An entry that only filters see, as nearly all are, leaves nothing for the garbage collector.</summary>
[TestFixture]
public sealed class QuietEntryTests
{
    private const int Entries = 2_000;

    [TestCase("'equals', field = 'SYSLOG_IDENTIFIER', value = 'sshd'")]
    [TestCase("'equals', field = 'PRIORITY', value = 3")]
    [TestCase("'in', field = 'SYSLOG_IDENTIFIER', values = ['sshd', 'sudo']")]
    [TestCase("'lowerOrEquals', field = 'PRIORITY', value = 3")]
    [TestCase("'greaterOrEquals', field = 'PRIORITY', value = 7")]
    [TestCase("'contains', field = 'MESSAGE', values = ['refused', 'denied']")]
    [TestCase("'contains', field = 'MESSAGE', values = ['REFUSED'], ignoreCase = true")]
    [TestCase("'pcre', field = 'MESSAGE', re = '^Failed password for (?P<user>.*) from (?P<ip>[^ ]+) port'", TestName = "A pattern that the bytes rule out")]
    [TestCase("'pcre', field = 'MESSAGE', re = '^[A-Z][a-z]+ed .* from (?P<ip>[0-9.]+) at port'", TestName = "A pattern that has to look at the characters")]
    [TestCase("'pcre', field = 'MESSAGE', re = '(?i)FAILURE of (?P<unit>.*)'", TestName = "A pattern that ignores case")]
    [TestCase("'pcreAny', field = 'MESSAGE', re = ['^Failed (?P<what>.*)', 'refused|denied', '[0-9]{6,}']")]
    public void Filters_allocate_nothing_for_an_entry_that_does_not_pass(string filter) => Assert.That(
        AllocatedFor($"{{ filter = {filter} }}, {{ action = 'log', message = 'passed' }}"), Is.Zero);

    [Test]
    public void A_pattern_without_groups_allocates_nothing_for_an_entry_that_passes() => Assert.That(
        AllocatedFor("{ filter = 'pcre', field = 'MESSAGE', re = '^Accepted [a-z]+ for ' }, { action = 'noop' }"), Is.Zero);

    private static long AllocatedFor(string steps)
    {
        using var store = new MemoryStateStore(0);
        using PyruseEngine engine = Workflows.Engine(Workflows.Chain(steps), new EngineHost { Store = store }, new ListSource([]));
        var entry = new LogEntry(engine.Workflow.Fields);
        for (int i = 0; i < Entries; i++)
            Handle(engine, entry);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Entries; i++)
            Handle(engine, entry);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Handle(PyruseEngine engine, LogEntry entry)
    {
        entry.Begin(1_760_000_000_000_000);
        entry.Add("SYSLOG_IDENTIFIER"u8, "nginx"u8);
        entry.Add("PRIORITY"u8, "6"u8);
        entry.Add("ADDRESS"u8, "198.51.100.7"u8);
        entry.Add("MESSAGE"u8, "Accepted publickey for alice from 198.51.100.7 port 50022 ssh2, déjà vu"u8);
        engine.Handle(entry);
    }
}
