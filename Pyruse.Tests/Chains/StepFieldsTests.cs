using NSubstitute;
using Pyruse.Core.Chains;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Chains;

/// <summary>Which fields a step reads and sets is known from its arguments.</summary>
[TestFixture]
public sealed class StepFieldsTests
{
    [TestCase("{ filter = \"equals\", field = \"_UID\", value = 0 }", "_UID", "")]
    [TestCase("{ filter = \"pcre\", field = \"MESSAGE\", re = '(?P<user>a)(b)(c)', save = [\"b\", \"c\"], match = \"all\" }", "MESSAGE", "user b c all")]
    [TestCase("{ filter = \"pcreAny\", field = \"MESSAGE\", re = ['(?P<user>a)', '(?P<user>b)(?P<ip>c)', 'd'] }", "MESSAGE", "user ip")]
    [TestCase("{ action = \"counterRaise\", counter = \"c\", for = \"ip\", save = \"n\" }", "ip", "n")]
    [TestCase("{ action = \"counterReset\", counter = \"c\", for = \"ip\" }", "ip", "")]
    [TestCase("{ action = \"nftBan\", IP = \"ip\", nftSetIPv4 = \"inet t s4\", nftSetIPv6 = \"inet t s6\" }", "ip", "")]
    [TestCase("{ action = \"dnatReplace\", addr = \"ip\", saddrInto = \"ip\", sportInto = \"port\" }", "ip", "ip port")]
    [TestCase("{ action = \"dnatCapture\", saddr = \"s\", addr = \"a\", port = \"p\" }", "s a p", "")]
    [TestCase("{ action = \"email\", message = \"{user} {a|b}\", subject = \"{user} at {_HOSTNAME}\" }", "user a b _HOSTNAME", "")]
    [TestCase("{ action = \"exec\", command = [\"/bin/true\", \"{ip}\", \"{{no}}\"], stdin = \"{MESSAGE}\" }", "ip MESSAGE", "")]
    [TestCase("{ action = \"noop\" }", "", "")]
    public void Arguments_tell_what_is_read_and_what_is_set(string step, string reads, string sets)
    {
        StepFields fields = FieldsOf(Workflows.Engine(Workflows.Chain(step), new EngineHost { Store = new MemoryStateStore() }, new ListSource([])));
        Assert.Multiple(() =>
        {
            Assert.That(Names(fields.Reads), Is.EqualTo(reads));
            Assert.That(Names(fields.Sets), Is.EqualTo(sets));
            Assert.That(fields.AreAllSetsKnown, Is.True, "the built-in modules mark what they set");
        });
    }

    [Test]
    public void A_module_that_marks_nothing_may_set_anything()
    {
        var catalog = new ModuleCatalog([.. Workflows.Builtin.Modules, ModuleDescriptor.TryDescribe(typeof(Unmarked))!, ModuleDescriptor.TryDescribe(typeof(Marked))!, ModuleDescriptor.MadeInCode(ModuleKind.Action, "code", typeof(IAction), _ => Substitute.For<IAction>())]);
        Workflow workflow = Workflows.Engine(
            Workflows.Chain("{ action = \"unmarked\", into = \"a\" }, { action = \"marked\", into = \"b\" }, { action = \"code\" }"), new EngineHost { Store = new MemoryStateStore() }, new ListSource([]), catalog).Workflow;
        Assert.Multiple(() =>
        {
            Assert.That(workflow.Steps[0].Fields.AreAllSetsKnown, Is.False);
            Assert.That(workflow.Steps[1].Fields.AreAllSetsKnown, Is.True);
            Assert.That(workflow.Steps[2].Fields.AreAllSetsKnown, Is.False, "nothing is known of what was made in code");
            Assert.That(Names(workflow.Steps[1].Fields.Sets), Is.EqualTo("b"));
        });
    }

    private static StepFields FieldsOf(PyruseEngine engine) => engine.Workflow.Steps[0].Fields;

    private static string Names(IEnumerable<Field> fields) => string.Join(' ', fields);

    /// <summary>An action from before there were marks.</summary>
    [Action("unmarked")]
    public sealed class Unmarked(Field into) : IAction
    {
        /// <inheritdoc/>
        public void Execute(LogEntry entry) => entry.Set(into, 1);
    }

    /// <summary>An action with a mark.</summary>
    [Action("marked")]
    public sealed class Marked([Sets] Field into) : IAction
    {
        /// <inheritdoc/>
        public void Execute(LogEntry entry) => entry.Set(into, 1);
    }
}
