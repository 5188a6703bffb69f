using System.Text;
using System.Threading.Channels;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Effects.Mail;
using Pyruse.Core.State;
using Pyruse.Tests.Support;
using static Pyruse.Tests.Mail.Support.SomeMails;

namespace Pyruse.Tests.Mail;

/// <summary>Mails of the outbox: so many an hour, the others folded; nobody gets one twice because somebody else was refused.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MailHandlerTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly MemoryStateStore _store = new();
    private readonly ManualTime _time = new();
    private readonly RecordingLogger _logger = new();
    private readonly RecordingTransport _transport = new();
    private int _counted;

    [Test]
    public async Task What_exceeds_the_hour_waits_and_is_folded_into_one_mail_a_chain()
    {
        await using EffectDispatcher dispatcher = Dispatcher(max: 2);
        dispatcher.Enqueue(Commit(Effect("1"), Effect("2"), Effect("3"), Effect("4", "other"), Effect("5", "chain", 1_761_000_060_000_000), Effect("6", "other")));
        Assert.That(await Subjects(2), Is.EqualTo(new[] { "Subject 1", "Subject 2" }));

        await _time.AdvanceToTimer(Hour);

        Sent digest = await _transport.Next();
        Assert.That(digest.Subject, Is.EqualTo("2 mails of \"chain\""));
        Assert.That(digest.Text, Is.EqualTo("""
            2 mails of the chain "chain" had to wait, because no more than 2
            are sent in an hour (max_per_hour in [email]). Here they are, oldest first.

            1) 2025-10-20 22:40:00  Subject 3

               Body 3

            2) 2025-10-20 22:41:00  Subject 5

               Body 5

            """));
        Assert.That(await Subjects(1), Is.EqualTo(new[] { "2 mails of \"other\"" }));
        await dispatcher.DrainAsync(Hour);
        Assert.That(_store.ReadOutbox(0, 10), Is.Empty);
        Assert.That(_logger.Messages, Is.EqualTo(new[] { "Warning: The allowance of mails for this hour is used up (max_per_hour = 2 in [email]); further ones wait, and are folded into one a chain." }));
    }

    [Test]
    public async Task A_digest_counts_as_one_mail_and_later_mails_go_as_they_are()
    {
        await using EffectDispatcher dispatcher = Dispatcher(max: 2);
        dispatcher.Enqueue(Commit(Effect("1"), Effect("2"), Effect("3"), Effect("4")));
        await Subjects(2);
        await _time.AdvanceToTimer(Hour);
        Assert.That(await Subjects(1), Is.EqualTo(new[] { "2 mails of \"chain\"" }));
        await dispatcher.DrainAsync(Hour);
        Assert.That(_counted, Is.EqualTo(3), "what the daily report will say was sent");
        dispatcher.Enqueue(Commit(Effect("5"), Effect("6")));
        Assert.That(await Subjects(1), Is.EqualTo(new[] { "Subject 5" }));
        await _time.AdvanceToTimer(Hour);
        Assert.That(await Subjects(1), Is.EqualTo(new[] { "Subject 6" }));
    }

    [Test]
    public async Task The_daily_report_is_neither_counted_nor_held_back()
    {
        await using EffectDispatcher dispatcher = Dispatcher(max: 1);
        dispatcher.Enqueue(Commit(Report("r1"), Report("r2")));
        await Subjects(2);
        dispatcher.Enqueue(Commit(Effect("1"), Effect("2")));
        Assert.That(await Subjects(1), Is.EqualTo(new[] { "Subject 1" }));
        await _time.UntilPlannedAsync(Hour);
        dispatcher.Enqueue(Commit(Report("r3")));
        Sent report = await _transport.Next();
        Assert.That(report.Subject, Is.EqualTo("Subject r3"));
        Assert.That(Encoding.ASCII.GetString(report.Mail.Content.Span), Does.Contain("multipart/alternative").And.Contain("<p>r3</p>"));
    }

    [Test]
    public async Task Mails_that_wait_survive_a_restart()
    {
        await using (EffectDispatcher first = Dispatcher(max: 1))
        {
            first.Enqueue(Commit(Effect("1"), Effect("2"), Effect("3")));
            await Subjects(1);
            await _time.UntilPlannedAsync(Hour);
        }
        await using EffectDispatcher second = Dispatcher(max: 1);
        second.Resume();
        Assert.That(await Subjects(1), Is.EqualTo(new[] { "Subject 2" }));
        await _time.AdvanceToTimer(Hour);
        Assert.That(await Subjects(1), Is.EqualTo(new[] { "Subject 3" }));
    }

    [Test]
    public async Task A_storm_is_told_in_few_mails_and_holds_nothing_else_up()
    {
        const int Count = 5000;
        var journal = new CountingHandler();
        await using var dispatcher = new EffectDispatcher([Handler(1), journal], _store, 2, _time, _logger);
        dispatcher.Enqueue(Commit([.. Enumerable.Range(0, Count).Select(static number => (Effect)Effect($"{number}"))]));
        await Subjects(1);
        await _time.UntilPlannedAsync(Hour);
        dispatcher.Enqueue(Commit([.. Enumerable.Range(0, 1000).Select(static number => (Effect)new LogEffect(new("c", 0, 1, ""), JournalLevel.Info, $"{number}"))]));
        await dispatcher.DrainAsync(Hour);
        Assert.That(journal.Count, Is.EqualTo(1000));

        int told = 1;
        while (told < Count)
        {
            await _time.AdvanceToTimer(Hour);
            told += int.Parse((await _transport.Next()).Subject.Split(' ')[0]);
        }
        await dispatcher.DrainAsync(Hour);
        Assert.That(told, Is.EqualTo(Count));
        Assert.That(_store.ReadOutbox(0, 10), Is.Empty);
        Assert.That(_transport.Count, Is.EqualTo(1 + (Count / EffectDispatcher.MaxPerTarget)));
    }

    [Test]
    public async Task A_digest_is_bounded_and_counts_what_it_leaves_out()
    {
        await using EffectDispatcher dispatcher = Dispatcher(max: 1);
        string text = string.Concat(Enumerable.Repeat("0123456789\n", 1000));
        dispatcher.Enqueue(Commit([.. Enumerable.Range(0, 201).Select(number => (Effect)(Effect($"{number}") with { Body = text }))]));
        await Subjects(1);
        await _time.AdvanceToTimer(Hour);
        Sent digest = await _transport.Next();
        Assert.That(digest.Subject, Is.EqualTo("200 mails of \"chain\""));
        Assert.That(digest.Text, Has.Length.InRange(200_000, 210_000));
        Assert.That(digest.Text, Does.Contain("   … 7000 more characters are left out.\n").And.Match(@"\n1[0-9]{2} more are left out, because this mail would be too long\.\n$"));
    }

    [Test]
    public async Task Only_those_who_do_not_have_a_mail_get_it_again()
    {
        _transport.Answers.Enqueue(new(EffectResult.TryAgain("b is busy.")) { Delivered = ["a@example.org"], Refused = [new("b@example.org", "451 Busy", false)] });
        await using EffectDispatcher dispatcher = Dispatcher(max: 5);
        dispatcher.Enqueue(Commit(Effect("1"), Effect("2")));
        Sent first = await _transport.Next();
        await _time.AdvanceToTimer(TimeSpan.FromSeconds(1));
        Sent again = await _transport.Next();
        Sent second = await _transport.Next();
        Assert.That(first.Recipients, Is.EqualTo(new[] { "a@example.org", "b@example.org" }));
        Assert.That(again.Recipients, Is.EqualTo(new[] { "b@example.org" }));
        Assert.That(again.Mail, Is.SameAs(first.Mail));
        Assert.That(second.Recipients, Is.EqualTo(new[] { "a@example.org", "b@example.org" }));
    }

    [Test]
    public async Task Other_settings_hold_for_a_mail_that_nobody_has_yet()
    {
        _transport.Answers.Enqueue(MailDelivery.TryAgain("down."));
        MailHandler handler = Handler(max: 1);
        await using EffectDispatcher dispatcher = new([handler], _store, 2, _time, _logger);
        dispatcher.Enqueue(Commit(Effect("1")));
        await _time.UntilPlannedAsync(TimeSpan.FromSeconds(1));
        Assert.That(dispatcher.Troubles.Select(static trouble => (trouble.Target, trouble.Problem)), Is.EqualTo(new[] { ("mail", "down.") }));
        using var directory = new TempDirectory();
        handler.Use(Settings with { To = ["new@example.org"], File = new DirectoryInfo(directory.Path), MaxPerHour = 7 });
        _time.Advance(TimeSpan.FromSeconds(1));
        Journal.Support.Until.True(() => dispatcher.Troubles.Count == 0, "it is sent");
        Assert.That(File.ReadAllText(Directory.GetFiles(directory.Path).Single()), Does.Contain("To: new@example.org"));
    }

    [Test]
    public async Task A_mail_that_fails_does_not_use_up_the_hour()
    {
        for (int i = 0; i < 3; i++)
            _transport.Answers.Enqueue(MailDelivery.TryAgain("down."));
        _transport.Answers.Enqueue(MailDelivery.GivenUp("refused."));
        await using EffectDispatcher dispatcher = Dispatcher(max: 1);
        dispatcher.Enqueue(Commit(Effect("1"), Effect("2")));
        foreach (int seconds in (int[])[1, 2, 4])
            await _time.AdvanceToTimer(TimeSpan.FromSeconds(seconds));
        Assert.That(await Subjects(5), Is.EqualTo(new[] { "Subject 1", "Subject 1", "Subject 1", "Subject 1", "Subject 2" }));
        Assert.That(_logger.Failures, Is.EqualTo(new[] { "chain/0: down.", "chain/0: refused." }));
    }

    private EffectDispatcher Dispatcher(int max) => new([Handler(max)], _store, 2, _time, _logger);

    private MailHandler Handler(int max) => new(new MailComposer(Settings, _time), _transport, new MailWindow(max, null, _time, _logger), _time, _logger, () => _counted++);

    private List<OutboxEntry> Commit(params Effect[] effects)
    {
        var batch = new StateBatch();
        batch.Effects.AddRange(effects);
        _store.Commit(batch);
        return batch.Outbox;
    }

    private async Task<List<string>> Subjects(int count)
    {
        var subjects = new List<string>();
        for (int i = 0; i < count; i++)
            subjects.Add((await _transport.Next()).Subject);
        return subjects;
    }

    /// <summary>A mail as it was handed over. The texts of these tests need no decoding but soft line breaks.</summary>
    private sealed record Sent(OutgoingMail Mail, IReadOnlyList<string> Recipients)
    {
        private string Raw => Encoding.ASCII.GetString(Mail.Content.Span).Replace("\r\n", "\n", StringComparison.Ordinal);

        public string Subject => Raw.Split('\n').Single(static line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..];

        public string Text => Encoding.UTF8.GetString([.. Decode(Raw[(Raw.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Replace("=\n", "", StringComparison.Ordinal))]);

        private static IEnumerable<byte> Decode(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                yield return text[i] == '=' ? Convert.FromHexString(text.AsSpan(i + 1, 2))[0] : (byte)text[i];
                i += text[i] == '=' ? 2 : 0;
            }
        }
    }

    /// <summary>Takes every mail, unless told otherwise.</summary>
    private sealed class RecordingTransport : IMailTransport
    {
        private readonly Channel<Sent> _sent = Channel.CreateUnbounded<Sent>();
        private int _count;

        public Queue<MailDelivery> Answers { get; } = new();

        public int Count => _count;

        public string Name => "the test";

        public Task<MailDelivery> SendAsync(OutgoingMail mail, IReadOnlyList<string> recipients, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            Assert.That(_sent.Writer.TryWrite(new(mail, recipients)));
            return Task.FromResult(Answers.TryDequeue(out MailDelivery? answer) ? answer : MailDelivery.Done(recipients));
        }

        public async Task<Sent> Next() => await _sent.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private sealed class CountingHandler : IEffectHandler
    {
        private int _count;

        public int Count => _count;

        public TimeSpan Patience => Hour;

        public string? TargetOf(Effect effect) => effect is LogEffect ? "log" : null;

        public Task<EffectResult> CarryOutAsync(Effect effect, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return Task.FromResult(EffectResult.Done);
        }
    }
}
