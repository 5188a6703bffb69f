using System.Runtime.InteropServices;
using System.Text;
using Pyruse.Core.Processes;
using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Processes;

/// <summary>Programs are run with nothing of ours but what they are given, and none of them holds us up.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class ProcessRunnerTests : IDisposable
{
    private static readonly TimeSpan Plenty = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Little = TimeSpan.FromMilliseconds(300);

    private readonly TempDirectory _files = new();
    private readonly List<int> _leftBehind = [];

    public void Dispose()
    {
        foreach (int process in _leftBehind)
            _ = Kill(process, 9);
        _files.Dispose();
    }

    [Test]
    public async Task Each_argument_arrives_as_it_is() => Assert.That(
        (await Run("/bin/sh", "-c", "printf '[%s]' \"$@\"", "sh", "$(reboot)", "a b", "'\"\n", "-n", "", "é😀")).Output, Is.EqualTo("[$(reboot)][a b]['\"\n][-n][][é😀]"));

    [Test]
    public async Task A_mere_name_is_found_in_PATH() => Assert.That((await Run("sh", "-c", "echo found")).Output, Is.EqualTo("found"));

    [Test]
    public async Task Of_our_environment_only_what_every_program_needs_is_handed_on()
    {
        Environment.SetEnvironmentVariable("PYRUSE_SECRET", "x");
        string[] names = [.. (await Run("/usr/bin/env")).Output.Split('\n').Select(static line => line.Split('=')[0])];
        Assert.That(names, Is.SubsetOf(new[] { "PATH", "HOME", "LANG", "TZ", "USER", "LOGNAME" }).And.Contain("PATH"));
    }

    [Test]
    public async Task Signals_are_neither_ignored_nor_blocked()
    {
        // The two signals behind the first 31 are the C library's own, which it resets when a program begins.
        const ulong Usual = 0x7FFFFFFF;
        string[] lines = (await Run("/bin/grep", "-hE", "^Sig(Blk|Ign)", "/proc/self/status")).Output.Split('\n');
        Assert.That(lines.Select(static line => Convert.ToUInt64(line.Split('\t')[1], 16) & Usual), Is.EqualTo(new[] { 0UL, 0UL }));
    }

    [Test]
    public async Task No_descriptor_of_ours_is_inherited()
    {
        // As a service manager opens them for us: not closed when another program is started.
        int inheritable = Duplicate(2);
        try
        {
            Assert.That(inheritable, Is.GreaterThan(2));
            Assert.That((await Run("/bin/sh", "-c", "for number in 0 1 2 $1; do test -e /proc/$$/fd/$number && echo $number; done", "sh", $"{inheritable}")).Output, Is.EqualTo("0\n1\n2"));
        }
        finally
        {
            _ = Close(inheritable);
        }
    }

    [Test]
    public async Task A_program_has_a_session_of_its_own_and_the_directory_root()
    {
        ProcessResult result = await Run("/bin/sh", "-c", "cut -d' ' -f5,6 /proc/$$/stat; pwd");
        Assert.That(result.Output, Is.EqualTo($"{result.Id} {result.Id}\n/"));
    }

    [Test]
    public async Task What_it_says_is_kept_in_order_up_to_a_limit()
    {
        Assert.That((await Run("/bin/sh", "-c", "echo one; echo two >&2")).Output.Split('\n'), Is.EquivalentTo(new[] { "one", "two" }));
        Assert.That((await Run("/bin/sh", "-c", "yes | head -c 10000000")).Output, Has.Length.EqualTo(ProcessOutput.MaxLength).And.EndWith("y…"));
    }

    [Test]
    public async Task A_long_input_arrives_whole() => Assert.That((await RunWith(Noise(4 << 20), "/usr/bin/wc", "-c")).Output, Is.EqualTo("4194304"));

    [TestCase("exit 0", 0, TestName = "A program that does not read its input and ends is no trouble")]
    [TestCase("exec <&-; exit 3", 3, TestName = "A program that closes its input is no trouble")]
    [TestCase("head -c 1 >/dev/null; exit 4", 4, TestName = "A program that reads the beginning of its input is no trouble")]
    public async Task A_program_need_not_read_its_input(string script, int exitCode) => Assert.That((await RunWith(Noise(4 << 20), "/bin/sh", "-c", script)).ExitCode, Is.EqualTo(exitCode));

    [Test]
    public async Task A_program_that_takes_too_long_is_ended_with_all_that_it_started()
    {
        TimeoutException? exception = await Assert.ThrowsAsync<TimeoutException>(() => ProcessRunner.RunAsync(
            ["/bin/sh", "-c", "sleep 1000 & printf '%s\\n\\033[31mred\\n' $!; wait"], default, Little, CancellationToken.None));

        Assert.That(exception!.Message, Does.Match("^/bin/sh took longer than 300ms and was ended; it had said: [0-9]+ ·\\[31mred$"));
        Until.True(() => HasEnded(exception.Message.Split(' ')[12]), "the child of the program is gone");
    }

    [Test]
    public async Task A_program_that_ignores_SIGTERM_is_killed()
    {
        TimeoutException? exception = await Assert.ThrowsAsync<TimeoutException>(() => ProcessRunner.RunAsync(
            ["/bin/sh", "-c", "trap '' TERM; echo $$; while :; do sleep 1000; done"], default, Little, CancellationToken.None));

        Until.True(() => HasEnded(exception!.Message.Split(' ')[^1]), "the program is gone");
    }

    [Test]
    public async Task Who_is_left_behind_with_our_pipes_is_not_waited_for()
    {
        ProcessResult result = await Run("/bin/sh", "-c", "sleep 1000 & echo $!");

        _leftBehind.Add(int.Parse(result.Output));
        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(HasEnded(result.Output), Is.False);
    }

    [Test]
    public async Task When_cancelled_the_program_is_killed_at_once()
    {
        using var end = new CancellationTokenSource();
        string file = Path.Combine(_files.Path, "id");
        Task<ProcessResult> run = ProcessRunner.RunAsync(["/bin/sh", "-c", $"trap '' TERM; echo $$ >{file}.new; mv {file}.new {file}; sleep 1000"], default, Plenty, end.Token);
        Until.True(() => File.Exists(file), "the program runs");

        await end.CancelAsync();

        await Assert.ThatAsync(() => run.WaitAsync(Plenty), Throws.InstanceOf<OperationCanceledException>());
        Until.True(() => HasEnded(File.ReadAllText(file).Trim()), "the program is gone");
    }

    [TestCase("kill -9 $$", 137, "ended with exit code 137 (signal 9, SIGKILL)")]
    [TestCase("kill -TERM $$", 143, "ended with exit code 143 (signal 15, SIGTERM)")]
    [TestCase("exit 7", 7, "ended with exit code 7")]
    public async Task How_it_ended_is_known(string script, int exitCode, string words)
    {
        ProcessResult result = await Run("/bin/sh", "-c", script);
        Assert.That((result.ExitCode, result.End), Is.EqualTo((exitCode, words)));
    }

    [Test]
    public async Task No_process_is_left_as_a_zombie()
    {
        int id = (await Run("/bin/true")).Id;
        Assert.That(File.Exists($"/proc/{id}/stat"), Is.False);
    }

    [TestCase("bin/true", "bin/true can't be started: it is a relative path. Write the whole path, beginning with \"/\".")]
    [TestCase("./true", "./true can't be started: it is a relative path. Write the whole path, beginning with \"/\".")]
    [TestCase("no-such-program", "no-such-program can't be started: there is no such program in the directories of PATH. Is it installed? Otherwise write its whole path.")]
    [TestCase("/nowhere/program", "/nowhere/program can't be started: there is no such file. Is it installed?")]
    [TestCase("/etc/passwd/x", "/etc/passwd/x can't be started: there is no such file. Is it installed?")]
    [TestCase("/etc", "/etc can't be started: it is a directory.")]
    [TestCase("", "No program is named.")]
    public Task A_program_that_is_not_there_is_named(string program, string sentence) => AssertRefused(sentence, program);

    [Test]
    public Task A_file_that_may_not_be_executed_is_named()
    {
        string script = _files.Write("script", "#!/bin/sh\n");
        return AssertRefused($"{script} can't be started: the user {Environment.UserName} may not execute it. See its permissions (chmod +x) and those of the directories above it.", script);
    }

    [TestCase("#!/nowhere/sh\n", "the interpreter that its first line names (#!), or a loader that it needs, is not there.")]
    [TestCase("echo x\n", "it is no program. A script needs a first line such as \"#!/bin/sh\".")]
    public Task A_script_that_is_not_complete_is_explained(string content, string reason)
    {
        string script = _files.Write("script", content);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return AssertRefused($"{script} can't be started: {reason}", script);
    }

    [Test]
    public Task An_argument_that_is_too_long_is_explained() => AssertRefused(
        "/bin/echo can't be started: its arguments are too long; the longest has 200,000 characters. Linux takes 128 KiB in one and 2 MiB in all: cut the text, "
        + "as in {MESSAGE:.1000}, or hand it over on standard input.", "/bin/echo", new string('x', 200_000));

    [Test]
    public Task An_argument_with_a_NUL_is_refused() => AssertRefused("/bin/echo can't be started: an argument has a NUL in it, which would end it early.", "/bin/echo", "a\0b");

    [TestCase("one\ntwo\r\n\n three ", "one two three")]
    [TestCase("\e[31mred\e[0m\a\u009b", "·[31mred·[0m··")]
    [TestCase("a\u202Eb\u2066c\u200Bd\uFEFF", "a·b·c·d·")]
    [TestCase("tab\there, é 😀 \u2028x", "tab here, é 😀 ·x")]
    [TestCase("", "")]
    public void Output_becomes_one_harmless_line(string output, string expected) => Assert.That(ProcessOutput.OneLine(output), Is.EqualTo(expected));

    private static async Task AssertRefused(string sentence, params string[] command)
    {
        ProgramStartException? exception = await Assert.ThrowsAsync<ProgramStartException>(() => Run(command));
        Assert.That(exception, Has.Property("Message").EqualTo(sentence).And.Property("IsTemporary").False);
    }

    private static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static Task<ProcessResult> Run(params string[] command) => RunWith(default, command);

    private static Task<ProcessResult> RunWith(ReadOnlyMemory<byte> stdin, params string[] command) => ProcessRunner.RunAsync(command, stdin, Plenty, CancellationToken.None);

    /// <summary>Whether a process is gone, or waits for whoever inherited it.</summary>
    private static bool HasEnded(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat", Encoding.Latin1).Split(')')[^1].StartsWith(" Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
