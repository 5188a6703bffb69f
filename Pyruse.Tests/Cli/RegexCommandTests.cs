using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Pyruse.Cli.Commands.Regex;
using Pyruse.Cli.Output;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Cli;

/// <summary><c>pyruse regex</c>, as its users meet it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RegexCommandTests : IDisposable
{
    private const string Guesses = @"^Failed password for (?P<user>.*) from ([^ ]*) port(?: (\d+))?";

    private readonly TempDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Test]
    public void Matching_lines_are_shown_with_what_the_groups_took()
    {
        PyruseProgram.Result result = Run(Guesses, "nothing\nFailed password for bob from 192.0.2.1 port 22\r\n\nFailed password for  from x port");

        Assert.That(result, Has.Property("ExitCode").Zero.And.Property("Error").EqualTo("2 of 4 lines match.\n"));
        Assert.That(result.Output, Is.EqualTo("""
            pattern  ^Failed password for (?P<user>.*) from ([^ ]*) port(?: (\d+))?
            .NET     \AFailed password for (.*) from ([^ ]*) port(?: ([\d]+))?
            time     linear: it grows only in proportion to the text
            groups   user, (2), (3)

            2: Failed password for bob from 192.0.2.1 port 22
                user = "bob"
                (2) = "192.0.2.1"
                (3) = "22"
            4: Failed password for  from x port
                user = ""
                (2) = "x"
                (3) took no part

            """));
    }

    [Test]
    public void Lines_come_from_standard_input_or_a_file()
    {
        string file = _files.Write("lines", "a\nb\n");
        Assert.That(PyruseProgram.RunWithInput(file, "regex", "b").Output, Does.EndWith("\n2: b\n"));
        Assert.That(PyruseProgram.RunWithInput(file, "regex", "b", "--file", "-").Output, Does.EndWith("\n2: b\n"));
        Assert.That(PyruseProgram.Run("regex", "b", "--file", file).Output, Does.EndWith("\n2: b\n"));
    }

    [Test]
    public void No_match_ends_with_1()
    {
        Assert.That(Run("x", "a\nb\n"), Has.Property("ExitCode").EqualTo(1).And.Property("Error").EqualTo("0 of 2 lines match.\n"));
        Assert.That(Run("x", ""), Has.Property("ExitCode").EqualTo(1).And.Property("Error").EqualTo("0 of 0 lines match.\n"));
    }

    [Test]
    public void As_JSON_everything_is_there_one_object_a_line()
    {
        string[] lines = Run(Guesses, "x\nFailed password for \e[31mbob\e[0m from y port\n", "--format", "json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        using JsonDocument pattern = JsonDocument.Parse(lines[0]);
        Assert.That(pattern.RootElement.GetProperty("linear").GetBoolean());
        Assert.That(pattern.RootElement.GetProperty("pattern").GetString(), Is.EqualTo(Guesses));
        Assert.That(lines[1], Is.EqualTo(
            """{"kind":"match","line":2,"text":"Failed password for \u001B[31mbob\u001B[0m from y port","cut":false,"index":0,"match":"Failed password for \u001B[31mbob\u001B[0m from y port","groups":[{"number":1,"name":"user","value":"\u001B[31mbob\u001B[0m","index":20},{"number":2,"name":null,"value":"y","index":38},{"number":3,"name":null,"value":null,"index":null}]}"""));
        Assert.That(lines[2], Is.EqualTo("""{"kind":"summary","lines":2,"matches":1,"timeouts":0,"interrupted":false}"""));
        Assert.That(lines, Has.Length.EqualTo(3));
    }

    [Test]
    public void A_malformed_pattern_is_shown_with_the_place_and_ends_with_2()
    {
        Assert.That(Run("(abc[0-9", "x"), Has.Property("ExitCode").EqualTo(2).And.Property("Output").Empty.And.Property("Error").EqualTo("""
            pyruse: error: The pattern is malformed: the class opened at column 5 is never closed; add "]"
              (abc[0-9
                  ^

            """));
        Assert.That(Run("(abc[0-9", "x", "--format", "json"), Has.Property("ExitCode").EqualTo(2).And.Property("Error").Empty.And.Property("Output").EqualTo(
            """{"kind":"error","pattern":"(abc[0-9","column":5,"message":"the class opened at column 5 is never closed; add \u0022]\u0022"}""".Replace("\\u0022", "\\\"", StringComparison.Ordinal) + "\n"));
    }

    [TestCase("a\tb(", 4, "a·b(", 3)]
    [TestCase("漢字(", 3, "漢字(", 4)]
    [TestCase("(?x) a\n b(\n c", 10, " b(", 2)]
    [TestCase("a", 2, "a", 1)]
    [TestCase("", 1, "", 0)]
    public void The_place_in_a_pattern_is_shown_below_it(string pattern, int column, string shown, int cells) => Assert.That(PatternExcerpt.Of(pattern, column), Is.EqualTo((shown, cells)));

    [Test]
    public void Of_a_long_pattern_the_surroundings_of_the_place_are_shown()
    {
        (string shown, int cells) = PatternExcerpt.Of(new string('a', 100) + "(" + new string('b', 100), 101);
        Assert.That(shown, Is.EqualTo("…" + new string('a', 40) + "(" + new string('b', 29) + "…"));
        Assert.That(shown[cells], Is.EqualTo('('));
    }

    [Test]
    public void What_keeps_a_pattern_from_linear_time_and_lines_that_take_too_long_are_told()
    {
        PyruseProgram.Result result = Run("^(a+)+(?=x)", new string('a', 60) + "!\nax\n");
        Assert.That(result.Output, Does.Contain("not linear, because of a look-ahead: ").And.Contain("\n1: took longer than 100 ms\n").And.Contain("\n2: ax\n"));
        Assert.That(result.Error, Is.EqualTo("1 of 2 lines match. 1 took too long.\n"));
    }

    [Test]
    public void What_hostile_text_says_to_a_terminal_does_not_reach_it()
    {
        string output = Run("(.*)", "\e]0;title\a \u009b31m \u202Eturned\n").Output;
        Assert.That(output, Does.EndWith("1: ·]0;title· ·31m ·turned\n    (1) = \"·]0;title· ·31m ·turned\"\n"));
        Assert.That(Run("\e[31m", "x").Error, Does.Not.Contain("\e"));
    }

    [Test]
    public void Without_a_terminal_there_are_no_colours() => Assert.That(Run("b", "b").Output, Does.Not.Contain("\e"));

    [TestCase("", "\e[1;32mlinear\e[0m", TestName = "On a terminal there are colours")]
    [TestCase("NO_COLOR=1 ", "linear", TestName = "With NO_COLOR there are none on a terminal either")]
    [TestCase("TERM=dumb ", "linear", TestName = "A terminal that knows no colours gets none")]
    public void Colours_are_for_terminals(string variables, string expected)
    {
        // script(1) gives its command a terminal.
        const string Script = "/usr/bin/script";
        if (!File.Exists(Script))
            Assert.Ignore($"This test needs {Script}; install the package bsdutils.");
        string lines = _files.Write("lines", "some text\n");
        PyruseProgram.Result result = PyruseProgram.RunShell($"TERM=xterm; export TERM; {Script} -qec \"{variables}'{PyruseProgram.Executable}' regex te --file '{lines}'\" /dev/null </dev/null");
        Assert.That(result.Output, Does.Contain($"time     {expected}: "));
        Assert.That(result.Output.Contains("some \e[1mte\e[0mxt", StringComparison.Ordinal), Is.EqualTo(expected != "linear"));
    }

    [Test]
    public void What_is_not_UTF_8_is_read_as_the_engine_reads_it()
    {
        string file = Path.Combine(_files.Path, "latin1");
        File.WriteAllBytes(file, Encoding.Latin1.GetBytes("caf\u00e9\n"));
        Assert.That(PyruseProgram.Run("regex", "caf\u00e9", "--file", file).Output, Does.EndWith("1: café\n"));
    }

    [TestCase("--file", "/nowhere/x", "The file \"/nowhere/x\" can't be read: there is no such file.")]
    [TestCase("--file", "/tmp", "The file \"/tmp\" can't be read: it is a directory.")]
    [TestCase("--file", "", "The file \"\" can't be read: there is no such file.")]
    public void A_file_that_can_not_be_read_is_named_and_ends_with_2(string option, string value, string sentence) => Assert.That(
        PyruseProgram.Run("regex", "x", option, value), Has.Property("ExitCode").EqualTo(2).And.Property("Error").EqualTo($"pyruse: error: {sentence}\n"));

    [Test]
    public void A_pattern_may_begin_with_any_character()
    {
        Assert.That(Run("@b", "a@b").ExitCode, Is.Zero);
        Assert.That(PyruseProgram.RunWithInput(_files.Write("lines", "a-b"), "regex", "--", "-b").ExitCode, Is.Zero);
        Assert.That(Run("[b]", "b").ExitCode, Is.Zero);
    }

    [Test]
    public void A_reader_who_has_had_enough_ends_it()
    {
        PyruseProgram.Result result = PyruseProgram.RunShell("yes 2>/dev/null | pyruse regex y | head -n 6");
        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
        Assert.That(result.Output, Does.EndWith("\n1: y\n2: y\n"));
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public void Interrupted_while_it_waits_it_says_what_it_found(string signal, int exitCode)
    {
        using Process process = PyruseProgram.Start("regex", "b");
        process.StandardInput.Write("a\nb\n");
        process.StandardInput.Flush();
        // Standard output has the match before the input has ended.
        string? line;
        do
            line = process.StandardOutput.ReadLine();
        while (line is not (null or "2: b"));

        using (Process kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]))
            kill.WaitForExit();
        if (!process.WaitForExit(TimeSpan.FromSeconds(30)))
            process.Kill();
        string error = process.StandardError.ReadToEnd();

        Assert.That((process.ExitCode, error), Is.EqualTo((exitCode, "1 of 2 lines match. Interrupted.\n")));
    }

    [TestCase("", new string[0])]
    [TestCase("a", new[] { "a" })]
    [TestCase("a\n", new[] { "a" })]
    [TestCase("\n\na\r\nb\r", new[] { "", "", "a", "b" })]
    public void Lines_are_told_apart(string text, string[] expected) => Assert.That(Lines(Encoding.UTF8.GetBytes(text), 1).Select(static line => line.Text), Is.EqualTo(expected));

    [TestCase(1)]
    [TestCase(1000)]
    [TestCase(int.MaxValue)]
    public void Of_an_endless_line_only_the_beginning_is_kept(int chunk)
    {
        int bytes = chunk == 1 ? LineReader.MaxLength + 10 : LineReader.MaxLength * 5;
        string text = "é" + new string('x', bytes) + "\nnext\n" + new string('y', bytes);

        List<(string Text, bool IsCut)> lines = Lines(Encoding.UTF8.GetBytes(text), chunk);

        Assert.That(lines.Select(static line => (line.Text.Length, line.IsCut)), Is.EqualTo(new[] { (LineReader.MaxLength - 1, true), (4, false), (LineReader.MaxLength, true) }));
        Assert.That(lines[0].Text, Does.StartWith("éx"));
    }

    [Test]
    public void A_character_is_not_cut_in_two() =>
        Assert.That(Lines(Encoding.UTF8.GetBytes("x" + new string('é', LineReader.MaxLength)), int.MaxValue)[0].Text, Has.Length.EqualTo(LineReader.MaxLength / 2).And.EndWith("é"));

    [TestCase("plain é 漢 😀", "plain é 漢 😀")]
    [TestCase("a\nb\u0085\u2028c\u200Dd\u2066e", "a·b··c\u200Dd·e")]
    public void Printable_text_has_nothing_invisible(string text, string expected) => Assert.That(Printable.Of(text), Is.EqualTo(expected));

    private static List<(string Text, bool IsCut)> Lines(byte[] bytes, int chunk)
    {
        var lines = new List<(string, bool)>();
        using var reader = new LineReader(new ChunkedStream(bytes, chunk), "test");
        while (reader.TryRead(out ReadOnlySpan<byte> line, out bool isCut))
            lines.Add((Encoding.UTF8.GetString(line), isCut));
        Assert.That(reader.Count, Is.EqualTo(lines.Count));
        return lines;
    }

    private PyruseProgram.Result Run(string pattern, string lines, params string[] options) => PyruseProgram.RunWithInput(_files.Write("lines", lines), ["regex", pattern, .. options]);

    /// <summary>Gives so many bytes at a time, as pipes do.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(chunk, count));
    }
}
