using Microsoft.Win32.SafeHandles;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Lines;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Effects;

/// <summary>Lines for files and for standard output.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LineWriterTests
{
    private static readonly EffectOrigin Origin = new("test", 0, 0, "");

    private readonly ManualTime _time = new();
    private readonly RecordingLogger _log = new();
    private readonly MemoryStream _output = new();
    private TempDirectory _directory = null!;
    private LineWriter _writer = null!;
    private bool _hasEnded;

    private string File => Path.Combine(_directory.Path, "peer", "app.log");

    [SetUp]
    public void MakeWriter()
    {
        _directory = new TempDirectory();
        _writer = new LineWriter(_time, _log, () => _hasEnded = true, _output);
    }

    [TearDown]
    public void RemoveFiles()
    {
        _writer.Dispose();
        _directory.Dispose();
    }

    [Test]
    public void Lines_are_appended_and_directories_are_made()
    {
        Write("one", "two");
        Write("three");
        Assert.That(System.IO.File.ReadAllText(File), Is.EqualTo("one\ntwo\nthree\n"));
    }

    [Test]
    public void One_message_is_one_line()
    {
        Write("one\nNov  1 03:04:05 forged\r\nx\ty\u001b[2J\u0085");
        Assert.That(System.IO.File.ReadAllText(File), Is.EqualTo("one\\nNov  1 03:04:05 forged\\nx\ty\\x1b[2J\\n\n"));
    }

    [Test]
    public void A_file_that_was_moved_away_is_made_anew()
    {
        Write("one");
        System.IO.File.Move(File, File + ".1");
        Write("two");
        Assert.That((System.IO.File.ReadAllText(File + ".1"), System.IO.File.ReadAllText(File)), Is.EqualTo(("one\n", "two\n")));
    }

    [Test]
    public void A_file_that_was_emptied_goes_on_at_its_beginning()
    {
        Write("one");
        System.IO.File.WriteAllText(File, "");
        Write("two");
        Assert.That(System.IO.File.ReadAllText(File), Is.EqualTo("two\n"));
    }

    [Test]
    public void A_directory_that_was_removed_is_made_anew()
    {
        Write("one");
        Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
        Write("two");
        Assert.That(System.IO.File.ReadAllText(File), Is.EqualTo("two\n"));
    }

    [Test]
    public void Thousands_of_files_are_written_with_a_bounded_number_of_them_open()
    {
        for (int round = 0; round < 2; round++)
            Assert.That(_writer.Write([.. Enumerable.Range(0, 2000).Select(i => new WriteEffect(Origin, Path.Combine(_directory.Path, $"{i}.log"), $"line {round}"))]), Is.Empty);
        Assert.That(Directory.EnumerateFiles(_directory.Path).Select(System.IO.File.ReadAllText), Is.All.EqualTo("line 0\nline 1\n").And.Exactly(2000).Items);
        int open = Directory.GetFiles("/proc/self/fd").Count(descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith(_directory.Path, StringComparison.Ordinal) == true);
        Assert.That(open, Is.InRange(1, 512));
    }

    [Test]
    public void Lines_that_can_not_be_written_wait_in_the_outbox_and_the_file_is_tried_again_later()
    {
        _directory.Write("peer", "in the way");
        IReadOnlyList<Effect> failed = Write("one");
        Assert.That(failed, Has.Count.EqualTo(1));
        Assert.That(_log.Messages, Has.One.StartsWith($"Error: {File} can't be written: "));
        System.IO.File.Delete(Path.Combine(_directory.Path, "peer"));
        Assert.That(Write("two"), Has.Count.EqualTo(1), "It is not tried at each batch.");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(Write("three"), Is.Empty);
        Assert.That(System.IO.File.ReadAllText(File), Is.EqualTo("three\n"));
        Assert.That(_log.Messages, Has.One.EqualTo($"Warning: {File} can be written again. No line was lost."));
    }

    [Test]
    public void No_more_than_ten_thousand_lines_wait_and_the_others_are_counted()
    {
        _directory.Write("peer", "in the way");
        Assert.That(Write([.. Enumerable.Repeat("x", 10_500)]), Has.Count.EqualTo(10_000));
        Assert.That(_writer.Write([new WriteEffect(Origin, File + ".2", "x")]), Is.Empty, "The limit is that of all files.");
        System.IO.File.Delete(Path.Combine(_directory.Path, "peer"));
        _time.Advance(TimeSpan.FromSeconds(10));
        Write("y");
        Assert.That(_log.Messages, Has.One.EqualTo($"Warning: {File} can be written again. 500 lines were dropped meanwhile."));
    }

    [Test]
    public void Thousands_of_files_that_can_not_be_written_are_not_remembered()
    {
        _directory.Write("peer", "in the way");
        IReadOnlyList<Effect> failed = _writer.Write([.. Enumerable.Range(0, 2000).Select(i => new WriteEffect(Origin, $"{File}.{i}", "x"))]);
        Assert.That(failed, Has.Count.EqualTo(512));
        Assert.That(_log.Messages, Has.Exactly(513).Items);
        Assert.That(_log.Messages, Has.One.EqualTo("Error: More than 512 files can't be written. 1 lines of further ones were dropped."));
    }

    [Test]
    public void A_device_can_be_written_too() => Assert.That(_writer.Write([new WriteEffect(Origin, "/dev/null", "x")]), Is.Empty);

    [Test]
    public void Printed_lines_go_out_with_each_batch()
    {
        _writer.Write([new PrintEffect(Origin, "one"), new PrintEffect(Origin, "two\nthree")]);
        Assert.That(System.Text.Encoding.UTF8.GetString(_output.ToArray()), Is.EqualTo("one\ntwo\\nthree\n"));
        Assert.That(_hasEnded, Is.False);
    }

    [Test]
    public void When_nobody_reads_the_output_any_more_the_program_ends()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        using var output = new FileStream(new SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 0);
        using var writer = new LineWriter(_time, _log, () => _hasEnded = true, output);
        pipe.ClientSafePipeHandle.Dispose();
        writer.Write([new PrintEffect(Origin, "one")]);
        Assert.That(_hasEnded);
        Assert.That(_log.Messages, Is.Empty);
    }

    private IReadOnlyList<Effect> Write(params string[] messages) => _writer.Write([.. messages.Select(message => new WriteEffect(Origin, File, message))]);
}
