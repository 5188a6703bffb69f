using System.IO.Compression;
using System.Text;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Plugins.Builtin.Sources.Files;

namespace Pyruse.Tests.Sources.Files;

/// <summary>Logs are followed line by line, whatever becomes of them.</summary>
public sealed class FollowingTests
{
    private FollowedFiles _files = null!;

    [SetUp]
    public void Make_a_directory() => _files = new FollowedFiles();

    [TearDown]
    public void Remove_it() => _files.Dispose();

    [Test]
    public void At_first_sight_only_what_is_new_is_read()
    {
        _files.From = FileStart.End;
        _files.Append("a.log", "old\n");
        _files.Open("a.log");
        Assert.That(_files.Read(), Is.Empty);
        _files.Append("a.log", "new\n");
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public void A_file_that_appears_later_is_read_from_its_beginning()
    {
        _files.From = FileStart.End;
        _files.Open("later/a.log");
        Assert.That(_files.Read(), Is.Empty);
        Directory.CreateDirectory(_files.PathOf("later"));
        _files.Append("later/a.log", "first\n");
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "first" }));
    }

    [Test]
    public void A_line_without_its_end_is_waited_for()
    {
        _files.Append("a.log", "one\ntw");
        _files.Open("a.log");
        Assert.That(_files.Read(), Is.EqualTo(new[] { "one" }));
        _files.Append("a.log", "o\n");
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "two" }));
    }

    [Test]
    public void Carriage_returns_and_empty_lines_are_left_out()
    {
        _files.Append("a.log", "one\r\n\n\r\ntwo\r\n");
        Assert.That(_files.Open("a.log").Read(), Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public void A_line_that_is_not_utf_8_has_the_other_encoding()
    {
        _files.Append("a.log", [0x63, 0x61, 0x66, 0xE9, 0x0A]);
        Assert.That(_files.Open("a.log").Read(), Is.EqualTo(new[] { "café" }));
    }

    [Test]
    public void A_line_that_is_too_long_is_cut_and_marked()
    {
        _files.MaxLine = "64";
        _files.Append("a.log", new string('x', 200_000) + "\nshort\n");
        _files.Open("a.log");
        LogEntry cut = _files.ReadEntry();
        Assert.Multiple(() =>
        {
            Assert.That(cut["MESSAGE"], Is.EqualTo(new string('x', 64)));
            Assert.That(cut["PYRUSE_CUT"], Is.EqualTo("1"));
        });
        _files.Reopen("a.log");
        Assert.That(_files.Read(), Is.EqualTo(new[] { "short" }));
    }

    [Test]
    public void A_renamed_file_is_read_to_its_end_before_the_new_one()
    {
        _files.Append("a.log", "1\n");
        _files.Open("a.log");
        Assert.That(_files.Read(), Is.EqualTo(new[] { "1" }));
        _files.Append("a.log", "2\n");
        _files.Move("a.log", "a.log.1");
        _files.Append("a.log", "4\n");
        _files.Append("a.log.1", "3\n");
        Assert.That(_files.Read(3), Is.EqualTo(new[] { "2", "3", "4" }));
        _files.Append("a.log.1", "late\n");
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "late" }));
    }

    [Test]
    public void The_last_unfinished_line_of_a_rotated_file_is_an_entry()
    {
        _files.Append("a.log", "whole\npart");
        _files.Open("a.log");
        _files.Read();
        _files.Move("a.log", "a.log.1");
        _files.Append("a.log", "new\n");
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "new" }));
        _files.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_files.Read(), Is.EqualTo(new[] { "part" }));
    }

    [Test]
    public void A_file_that_was_copied_and_cut_off_is_read_anew_also_when_it_is_longer_than_before()
    {
        _files.Append("a.log", "one\ntwo\n");
        _files.Open("a.log");
        Assert.That(_files.Read(), Has.Count.EqualTo(2));
        _files.Append("a.log", "three\n");
        File.Copy(_files.PathOf("a.log"), _files.PathOf("a.log.1"));
        _files.CutOff("a.log");
        _files.Append("a.log", "four, which is longer than all before\nfive\n");
        Assert.That(_files.Read(3), Is.EqualTo(new[] { "three", "four, which is longer than all before", "five" }));
    }

    [Test]
    public void A_hole_of_nul_bytes_that_a_cut_off_leaves_is_no_line()
    {
        _files.Append("a.log", [.. new byte[100_000], .. "text\n"u8]);
        Assert.That(_files.Open("a.log").Read(), Is.EqualTo(new[] { "text" }));
    }

    [Test]
    public void After_a_restart_it_goes_on_with_the_next_line()
    {
        _files.Append("a.log", "1\n2\n");
        _files.Open("a.log").ReadEntry();
        _files.Reopen("a.log", () => _files.Append("a.log", "3\n"));
        Assert.That(_files.Read(), Is.EqualTo(new[] { "2", "3" }));
    }

    [Test]
    public void After_a_restart_logs_that_were_rotated_meanwhile_are_read_from_the_oldest_on()
    {
        _files.Append("a.log", "1\n2\n");
        _files.Open("a.log").ReadEntry();
        _files.Reopen("a.log", () =>
        {
            _files.Move("a.log", "a.log.2");
            _files.Append("a.log", "3\n");
            _files.Move("a.log", "a.log.1");
            File.SetLastWriteTimeUtc(_files.PathOf("a.log.1"), File.GetLastWriteTimeUtc(_files.PathOf("a.log.2")).AddSeconds(1));
            _files.Append("a.log", "4\n");
        });
        Assert.That(_files.Read(), Is.EqualTo(new[] { "2", "3", "4" }));
    }

    [Test]
    public void After_a_restart_the_rest_of_a_log_that_was_compressed_meanwhile_is_read()
    {
        _files.Append("a.log", "1\n2\n");
        _files.Open("a.log").ReadEntry();
        _files.Reopen("a.log", () =>
        {
            using (FileStream plain = File.OpenRead(_files.PathOf("a.log")))
            using (var packed = new GZipStream(File.Create(_files.PathOf("a.log.1.gz")), CompressionMode.Compress))
                plain.CopyTo(packed);
            File.Delete(_files.PathOf("a.log"));
            _files.Append("a.log", "3\n");
        });
        Assert.That(_files.Read(), Is.EqualTo(new[] { "2", "3" }));
    }

    [Test]
    public void What_is_not_to_be_found_after_a_restart_is_said()
    {
        _files.Append("a.log", "1\n");
        _files.Open("a.log").Read();
        _files.Reopen("a.log", () => File.Delete(_files.PathOf("a.log")));
        Assert.That(_files.Log.Messages, Has.Some.Contains("can't be found").And.Some.Contains("after byte 2"));
    }

    [Test]
    public void Many_files_are_followed_and_each_entry_tells_its_own()
    {
        _files.Append("a.log", "in a\n");
        Directory.CreateDirectory(_files.PathOf("deep/er"));
        _files.Append("deep/er/b.log", "in b\n");
        _files.Append("c.txt", "not this\n");
        _files.Append("d.log.gz", "nor this\n");
        _files.Open("**/*.log*");
        Assert.That(_files.Read("PYRUSE_FILE"), Is.EquivalentTo(new[] { _files.PathOf("a.log"), _files.PathOf("deep/er/b.log") }));
        Directory.CreateDirectory(_files.PathOf("new"));
        _files.Append("new/e.log", "in e\n");
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "in e" }));
    }

    [Test]
    public void A_rotated_file_that_matches_too_is_not_read_twice()
    {
        _files.Append("a.log", "1\n");
        _files.Open("a.log*");
        Assert.That(_files.Read(), Is.EqualTo(new[] { "1" }));
        _files.Move("a.log", "a.log.1");
        _files.Append("a.log", "2\n");
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "2" }));
        _files.Reopen("a.log*", () => _files.Append("a.log", "3\n"));
        Assert.That(_files.Read(), Is.EqualTo(new[] { "3" }));
    }

    [Test]
    public void A_copy_that_is_being_made_when_reading_begins_anew_is_not_read_twice()
    {
        _files.Append("a.log", "1\n2\n");
        _files.Open("a.log*");
        Assert.That(_files.Read(), Is.EqualTo(new[] { "1", "2" }));
        _files.Reopen("a.log*", () => _files.Append("a.log.1", ""));
        Assert.That(_files.Read(), Is.Empty);
        _files.Append("a.log.1", "1\n2\n");
        _files.CutOff("a.log");
        _files.Append("a.log", "3\n");
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "3" }));
    }

    [Test]
    public void A_file_with_a_rotated_name_that_stays_empty_for_a_second_is_a_log_of_its_own()
    {
        _files.Append("a.log", "1\n");
        _files.Append("a.log.1", "");
        _files.Open("a.log*");
        Assert.That(_files.Read(), Is.EqualTo(new[] { "1" }));
        _files.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_files.Read(), Is.Empty);
        _files.Append("a.log.1", "mine\n");
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "mine" }));
    }

    [Test]
    public void A_link_that_is_changed_leads_to_the_other_file()
    {
        Directory.CreateDirectory(_files.PathOf("data"));
        _files.Append("data/1", "one\n");
        _files.Append("data/2", "two\n");
        File.CreateSymbolicLink(_files.PathOf("a.log"), "data/1");
        _files.Open("a.log");
        Assert.That(_files.Read(), Is.EqualTo(new[] { "one" }));
        File.CreateSymbolicLink(_files.PathOf("next"), "data/2");
        File.Move(_files.PathOf("next"), _files.PathOf("a.log"), overwrite: true);
        Assert.That(_files.Read(1), Is.EqualTo(new[] { "two" }));
    }

    [Test]
    public void Lines_are_put_together_until_one_begins_an_entry_or_nothing_comes_for_a_second()
    {
        _files.Multiline = "^[0-9]";
        _files.Append("a.log", "1 first\n  more\n2 second\n  more\n");
        _files.Open("a.log");
        Assert.That(_files.Read(), Is.EqualTo(new[] { "1 first\n  more" }));
        _files.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_files.Read(), Is.EqualTo(new[] { "2 second\n  more" }));
    }

    [Test]
    public void An_entry_has_so_many_lines_at_most()
    {
        _files.Multiline = "^new";
        var text = new StringBuilder();
        for (int i = 0; i < LineReader.MaxLines + 1; i++)
            text.Append("more\n");
        _files.Append("a.log", text + "new\n");
        Assert.That(_files.Open("a.log").Read().Select(static entry => entry!.Split('\n').Length), Is.EqualTo(new[] { LineReader.MaxLines, 1 }));
    }

    [Test]
    public void Growth_is_told_once_for_each_multiple_also_across_restarts()
    {
        _files.Size = "1K";
        string line = new string('x', 99) + "\n";
        _files.Append("a.log", string.Concat(Enumerable.Repeat(line, 15)));
        _files.Open("a.log");
        Assert.That(_files.Read("SIZE").Where(static size => size is not null), Is.EqualTo(new[] { "1100" }));
        _files.Reopen("a.log", () => _files.Append("a.log", string.Concat(Enumerable.Repeat(line, 10))));
        Assert.That(_files.Read("SIZE").Where(static size => size is not null), Is.EqualTo(new[] { "2100" }));
        _files.CutOff("a.log");
        _files.Append("a.log", string.Concat(Enumerable.Repeat("y" + line, 11)));
        Assert.That(_files.Read("PYRUSE_EVENT").Where(static name => name is not null), Is.EqualTo(new[] { "size" }));
    }

    [Test]
    public void A_replay_reads_once_to_the_end_and_the_last_line_needs_no_newline()
    {
        _files.From = FileStart.End;
        _files.Append("a.log", "1\n2");
        _files.Open("a.log", isReplay: true);
        Assert.That(_files.Read(), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(_files.HasEnded(), Is.True);
    }

    [Test]
    public void A_replay_of_nothing_is_refused() =>
        Assert.That(() => _files.Open("none.log", isReplay: true), Throws.InstanceOf<SourceException>().With.Message.Contains("nothing matches"));

    [Test]
    public void A_pipe_is_not_opened()
    {
        Assert.That(System.Diagnostics.Process.Start("mkfifo", _files.PathOf("a.log"))!.WaitForExit(10_000), Is.True);
        Assert.That(_files.Open("*.log").Read(), Is.Empty);
    }
}
