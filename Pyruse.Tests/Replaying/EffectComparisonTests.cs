using Pyruse.Core.Effects;
using Pyruse.Core.Hosting;
using Pyruse.Core.Replaying;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Replaying;

/// <summary>Two configurations and the same entries: what differs is told, in the order of the entries.</summary>
[TestFixture]
public sealed class EffectComparisonTests
{
    private const int Many = 20_000;

    private static readonly TestEntry[] Entries = [.. Enumerable.Range(1, 10).Select(static i => TestEntries.AtSecond(i, $"N={i} | ip=192.0.2.{i % 2}"))];

    [Test]
    public void The_same_configuration_differs_in_nothing() => Assert.That(
        Differences(Log("{N}"), Log("{N}"), Entries), Is.Empty);

    [Test]
    public void Who_wants_an_effect_is_no_difference() => Assert.That(
        Differences(Log("{N}"), Workflows.Chain("{ filter = 'equals', field = 'N', value = 'none' }", "first") + Workflows.Chain("{ action = 'log', message = '{N}' }", "second"), Entries), Is.Empty);

    [Test]
    public void What_only_one_wants_is_told_in_the_order_of_the_entries() => Assert.That(
        Differences(Above(8), LogOf("[2, 9]"), Entries), Is.EqualTo(new[] { "Second 2", "First 8", "First 10" }));

    [Test]
    public void Of_two_like_effects_of_one_entry_one_may_be_a_difference() => Assert.That(
        Differences(Workflows.Chain("{ action = 'log', message = 'a' }, { action = 'log', message = 'a' }, { action = 'log', message = 'b' }"), Workflows.Chain("{ action = 'log', message = 'b' }, { action = 'log', message = 'a' }"), Entries[..1]),
        Is.EqualTo(new[] { "First a" }));

    [Test]
    public void An_effect_with_another_content_is_a_difference_of_both() => Assert.That(
        Differences(Ban(3600), Ban(60), Entries[..1]), Is.EqualTo(new[] { "First ban 3600", "Second ban 60" }));

    [Test]
    public void One_that_wants_much_waits_for_one_that_wants_little()
    {
        TestEntry[] entries = [.. Enumerable.Range(1, Many).Select(static i => TestEntries.At(i, $"N={i}"))];

        IReadOnlyList<string> differences = Differences(Above(Many), Log("{N}"), entries);

        Assert.That(differences, Has.Count.EqualTo(Many - 1).And.All.StartsWith("Second "));
    }

    [Test]
    public void An_address_that_one_bans_later_is_banned_by_both()
    {
        var banned = new BannedAddresses();
        Compare(BanFrom(3), BanFrom(7), Entries, (effect, side) => banned.Add((BanEffect)effect, side));
        Assert.Multiple(() =>
        {
            Assert.That(banned.Of(EffectSide.First), Is.Empty);
            Assert.That(banned.Of(EffectSide.Second), Is.Empty);
            Assert.That(banned.Of(EffectSide.Both), Has.Exactly(2).Items);
        });
    }

    [Test]
    public void A_comparison_that_is_given_up_ends()
    {
        using var end = new CancellationTokenSource();
        TestEntry[] entries = [.. Enumerable.Range(1, Many).Select(static i => TestEntries.At(i, $"N={i}"))];
        int told = 0;
        Compare(Log("{N}"), Above(Many), entries, (_, _) =>
        {
            if (++told == 10)
                end.Cancel();
        }, end.Token);
        Assert.That(told, Is.LessThan(Many));
    }

    private static string Log(string message) => Workflows.Chain($"{{ action = 'log', message = '{message}' }}");

    private static string Above(int least) => Workflows.Chain($"{{ filter = 'greaterOrEquals', field = 'N', value = {least} }}, {{ action = 'log', message = '{{N}}' }}");

    private static string LogOf(string values) => Workflows.Chain($"{{ filter = 'in', field = 'N', values = {values} }}, {{ action = 'log', message = '{{N}}' }}");

    private static string Ban(int seconds) => Workflows.Chain($"{{ action = 'nftBan', IP = 'ip', banSeconds = {seconds}, nftSetIPv4 = 'inet f s4', nftSetIPv6 = 'inet f s6' }}");

    private static string BanFrom(int least) => Workflows.Chain(
        $"{{ filter = 'greaterOrEquals', field = 'N', value = {least} }}, {{ action = 'nftBan', IP = 'ip', nftSetIPv4 = 'inet f s4', nftSetIPv6 = 'inet f s6' }}");

    private static List<string> Differences(string first, string second, IReadOnlyList<TestEntry> entries)
    {
        List<string> differences = [];
        Compare(first, second, entries, (effect, side) =>
        {
            if (side != EffectSide.Both)
                differences.Add($"{side} {(effect is LogEffect log ? log.Message : $"ban {((BanEffect)effect).Seconds}")}");
        });
        return differences;
    }

    private static void Compare(string first, string second, IReadOnlyList<TestEntry> entries, Action<Effect, EffectSide> onEffect, CancellationToken cancellationToken = default)
    {
        var comparison = new EffectComparison(onEffect, cancellationToken);
        Task[] runs = [Start(first, comparison.First), Start(second, comparison.Second)];
        comparison.Run();
        Task.WaitAll(runs, CancellationToken.None);

        Task Start(string toml, ComparedRun run) => Task.Run(() =>
        {
            var host = new EngineHost { Store = new MemoryStateStore(0), Time = new ManualTime(), OnEffect = run.Add, IsReplay = true };
            Workflows.Engine(toml, host, run.Watch(new WatchedSource(new ListSource(entries)))).Run(cancellationToken);
            run.End();
        }, CancellationToken.None);
    }
}
