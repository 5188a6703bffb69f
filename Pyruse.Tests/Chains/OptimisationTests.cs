using System.Text;
using Pyruse.Core.Chains;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Chains;

/// <summary>A workflow means the same whether it is optimised or not.</summary>
[TestFixture]
public sealed class OptimisationTests
{
    private const int WorkflowCount = 200;

    private static IEnumerable<int> Seeds => Enumerable.Range(1, WorkflowCount);

    [TestCaseSource(nameof(Seeds))]
    public void A_random_workflow_decides_the_same_both_ways(int seed)
    {
        var random = new RandomWorkflow(seed);
        string toml = random.Toml();
        TestEntry[] entries = [.. Enumerable.Range(0, 60).Select(_ => random.Entry())];
        WorkflowRun plain = Workflows.Run(toml, entries, optimise: false);
        WorkflowRun optimised = Workflows.Run(toml, entries, optimise: true);
        Assert.Multiple(() =>
        {
            Assert.That(optimised.Lines, Is.EqualTo(plain.Lines), toml);
            Assert.That(optimised.Failures, Is.EqualTo(plain.Failures), toml);
        });
    }

    [Test]
    public void The_random_workflows_are_worth_it()
    {
        int fused = Seeds.Count(static seed => Fused(new RandomWorkflow(seed).Toml()) > 0);
        int effects = Seeds.Take(20).Sum(static seed =>
        {
            var random = new RandomWorkflow(seed);
            return Workflows.Run(random.Toml(), Enumerable.Range(0, 60).Select(_ => random.Entry())).Lines.Count;
        });
        Assert.That((fused, effects), Is.GreaterThan((WorkflowCount / 2, 1000)));
    }

    [TestCase("'a'|'b'|'c'", 3, TestName = "Three comparisons of one field become one look-up")]
    [TestCase("'a'|'b'", 0, TestName = "Two comparisons are not worth one")]
    [TestCase("'a'|'b'|1|'c'|'d'|'e'", 3, TestName = "A number is compared by the filter itself")]
    [TestCase("'a'|'b'|'é'|'c'", 0, TestName = "Text beyond ASCII is compared by the filter itself")]
    [TestCase("'a'|'b'|''|'c'", 0, TestName = "An empty text is compared by the filter itself")]
    [TestCase("'a'|'a'|'a'", 3, TestName = "Equal comparisons may be fused")]
    public void Fuses(string values, int expected) => Assert.That(
        Fused(string.Concat(values.Split('|').Select(static (value, i) =>
            Workflows.Chain($"{{ filter = 'equals', field = 'ID', value = {value} }}, {{ action = 'log', message = 'x' }}", $"c{i}")))),
        Is.EqualTo(expected));

    [TestCase("PRIORITY", 0, TestName = "A field of numbers is compared by the filters themselves")]
    [TestCase("MESSAGE", 3, TestName = "A message is text")]
    public void Fuses_by_the_type_of_the_field(string field, int expected) => Assert.That(
        Fused(string.Concat(Enumerable.Range(0, 3).Select(i => Workflows.Chain($"{{ filter = 'equals', field = '{field}', value = 'v{i}' }}", $"c{i}")))),
        Is.EqualTo(expected));

    private static int Fused(string toml)
    {
        Workflow workflow = Workflows.Engine(toml, new EngineHost { Store = new MemoryStateStore() }, new ListSource([])).Workflow;
        return workflow.Nodes.Count(static node => node.Dispatch is not null);
    }

    /// <summary>Chains whose heads compare one of two fields, and whose bodies overwrite these very fields.</summary>
    private sealed class RandomWorkflow(int seed)
    {
        private static readonly string[] TextValues = ["'sshd'", "'nginx'", "'exim'", "'su'", "'a'", "'b'", "'caf\u00E9'", "''", "'7'", "7", "7.0"];
        private static readonly string[] Seen = ["sshd", "nginx", "exim", "su", "a", "b", "café", @"caf\xE9", "", "7", "007", "other", @"\xFF"];

        private readonly Random _random = new(seed);

        public string Toml()
        {
            int count = _random.Next(4, 12);
            return string.Concat(Enumerable.Range(0, count).Select(i => Workflows.Chain(Steps(i, count), $"c{i}")));
        }

        public TestEntry Entry()
        {
            var fields = new StringBuilder($"MESSAGE={Pick(Seen)} to {Pick(Seen)}");
            for (int i = _random.Next(4) == 0 ? _random.Next(2, 4) : 1; i > 0; i--)
                fields.Append(" | ID=").Append(Pick(Seen));
            if (_random.Next(2) == 0)
                fields.Append(" | UNIT=").Append(Pick(Seen));
            return TestEntries.Of(fields.ToString());
        }

        private string Steps(int chain, int count)
        {
            var steps = new List<string>();
            int length = _random.Next(1, 4);
            steps.Add(Head(chain, count, isLast: length == 1));
            for (int i = 1; i < length; i++)
                steps.Add(Body(chain, count, isLast: i == length - 1));
            return string.Join(",\n", steps);
        }

        private string Head(int chain, int count, bool isLast)
        {
            string field = _random.Next(5) == 0 ? "UNIT" : "ID";
            string test = _random.Next(3) == 0
                ? $"filter = 'in', values = [{string.Join(", ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(TextValues[..8])))}]"
                : $"filter = 'equals', value = {(_random.Next(4) == 0 ? Pick(TextValues) : Pick(TextValues[..6]))}";
            return $"{{ {test}, field = '{field}'{Jump("then", chain, count, isLast && _random.Next(3) == 0)}{Jump("else", chain, count, _random.Next(8) == 0)} }}";
        }

        private string Body(int chain, int count, bool isLast) => _random.Next(7) switch
        {
            0 => $"{{ filter = 'pcre', field = 'MESSAGE', re = '^(?P<ID>.*) to (?P<UNIT>.*)$'{Jump("else", chain, count, _random.Next(4) == 0)} }}",
            1 => "{ filter = 'pcreAny', field = 'MESSAGE', re = ['^(?P<ID>[a-z]+) to (x)?(?P<UNIT>xx)?'] }",
            2 => "{ action = 'counterRaise', counter = 'c', for = 'ID', save = 'ID' }",
            3 => "{ filter = 'lowerOrEquals', field = 'UNIT', value = 7 }",
            4 => Head(chain, count, isLast),
            _ => $"{{ action = 'log', message = 'c{chain} {{ID}} {{UNIT}}'{Jump("then", chain, count, isLast && _random.Next(2) == 0)} }}",
        };

        /// <summary>Jumps go forward only, so that there are no loops.</summary>
        private string Jump(string key, int chain, int count, bool isWanted) =>
            isWanted && chain + 1 < count ? $", {key} = 'c{_random.Next(chain + 1, count)}'" : "";

        private string Pick(string[] values) => values[_random.Next(values.Length)];
    }
}
