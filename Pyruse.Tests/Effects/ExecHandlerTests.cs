using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Effects;

/// <summary>Commands are carried out once; one that fails is told about and not repeated.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExecHandlerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task A_command_that_ends_with_0_is_done() => Assert.That(await CarryOut(Command("/bin/true")), Is.EqualTo(EffectResult.Done));

    [Test]
    public async Task A_command_finds_its_standard_input_as_UTF_8()
    {
        string file = Path.Combine(_files.Path, "out");
        await CarryOut(Command("/bin/sh", "-c", "cat >\"$1\"", "sh", file) with { Stdin = "é 😀\n" });
        Assert.That(File.ReadAllText(file), Is.EqualTo("é 😀\n"));
    }

    [TestCase("echo words; echo more >&2; exit 3", "/bin/sh ended with exit code 3: words more")]
    [TestCase("printf '\\033]0;title\\007\\nsecond'; exit 1", "/bin/sh ended with exit code 1: ·]0;title· second")]
    [TestCase("exit 1", "/bin/sh ended with exit code 1 and said nothing.")]
    [TestCase("kill -11 $$", "/bin/sh ended with exit code 139 (signal 11, SIGSEGV) and said nothing.")]
    public async Task A_command_that_fails_is_given_up_with_what_it_said(string script, string sentence) =>
        Assert.That(await CarryOut(Command("/bin/sh", "-c", script)), Is.EqualTo(EffectResult.GivenUp(sentence)));

    [Test]
    public async Task A_command_that_takes_too_long_is_given_up() => Assert.That(
        await CarryOut(Command("/bin/sleep", "1000") with { Timeout = TimeSpan.FromMilliseconds(100) }),
        Is.EqualTo(EffectResult.GivenUp("/bin/sleep took longer than 100ms and was ended.")));

    [Test]
    public async Task A_command_that_can_not_be_started_is_given_up() => Assert.That(
        await CarryOut(Command("/nowhere/x")), Is.EqualTo(EffectResult.GivenUp("/nowhere/x can't be started: there is no such file. Is it installed?")));

    [Test]
    public async Task A_command_that_fails_is_told_about_once_and_does_not_hold_up_the_next()
    {
        string file = Path.Combine(_files.Path, "runs");
        using var store = new MemoryStateStore();
        var logger = new RecordingLogger();
        await using var dispatcher = new EffectDispatcher([new ExecHandler()], store, workers: 2, TimeProvider.System, logger);
        var batch = new StateBatch();
        batch.Effects.Add(Command("/bin/sh", "-c", $"echo one >>{file}; echo no >&2; exit 9"));
        batch.Effects.Add(Command("/bin/sh", "-c", $"echo two >>{file}"));
        store.Commit(batch);

        dispatcher.Enqueue(batch.Outbox);
        await dispatcher.DrainAsync(Patience);

        Assert.That(File.ReadAllText(file), Is.EqualTo("one\ntwo\n"));
        Assert.That(store.ReadOutbox(0, 10), Is.Empty);
        Assert.That(logger.Failures, Is.EqualTo(new[] { "chain/0: /bin/sh ended with exit code 9: no" }));
    }

    private static ExecEffect Command(params string[] command) => new(new EffectOrigin("chain", 0, 1, "cursor"), command, null, Patience);

    private static Task<EffectResult> CarryOut(Effect effect) => new ExecHandler().CarryOutAsync(effect, CancellationToken.None);
}
