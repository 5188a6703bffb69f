using System.Text.Json;
using System.Text.RegularExpressions;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Mail.Support;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Packaging.Debian;

/// <summary>The way of a new user, as docs/getting-started.md leads it: each block of it is a file that is written or commands that are run, in this order, on an empty Debian machine with the
/// built package. A real SSH server is attacked from another host; real nftables shut that out; a real mail server takes the mails.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class GettingStartedTests : IDisposable
{
    private const string Attacker = "192.0.2.66";

    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);
    private readonly TempDirectory _mails = new();
    private readonly SlicedService _ssh = new("ssh");
    private Machine? _machine;
    private InstalledService? _service;

    public void Dispose()
    {
        _service?.Dispose();
        _machine?.Dispose();
        _ssh.Dispose();
        _mails.Dispose();
    }

    [Test]
    public void Every_block_of_the_page_works_in_its_order()
    {
        string package = Package.File;
        MailTools.RequireServer();
        Machine machine = _machine = new Machine();
        machine.Copy(package, $"/root/{Path.GetFileName(package)}");
        _ssh.Start(machine, "/usr/sbin/sshd -D");
        using TestSmtpServer mail = TestSmtpServer.StartIn(machine.EnterNetwork, _mails.Path, "--port", "25");
        // A user who types what is wrong, and trusts every host.
        machine.Write("/root/.ssh/config", "StrictHostKeyChecking no\nUserKnownHostsFile /dev/null\nLogLevel ERROR\n");
        machine.Write("/root/wrong", "#!/bin/sh\necho wrong\n");
        machine.Run("chmod 755 /root/wrong");

        string page = File.ReadAllText(Path.Combine(PyruseProgram.Root, "docs", "getting-started.md"));
        Match[] blocks = Block().Matches(page).ToArray();
        Assert.That(blocks, Has.Length.EqualTo(Fence().Count(page) / 2), "blocks that were seen");
        foreach (Match block in blocks)
            Follow(block.Groups["mark"].Value, block.Groups["text"].Value);

        string test = Mail(mail);
        string report = Mail(mail);
        Assert.Multiple(() =>
        {
            Assert.That(_outputs["pyruse check"], Does.Contain("the configuration is right"));
            Assert.That(test, Does.Contain("To: you@example.org").And.Contain("From: pyruse@example.org"));
            Assert.That(_outputs["pyruse mail test"], Does.Contain("you@example.org"));
            Assert.That(_outputs["nft list table inet pyruse"], Does.Contain("set ssh4"));
            Assert.That(_outputs["pyruse bans list"], Does.Contain(Attacker).And.Contain("inet pyruse ssh4"));
            Assert.That(_outputs[$"pyruse bans why {Attacker}"], Does.Contain("SSH: wrong password or user").And.Contain($"Failed password for root from {Attacker} port "));
            Assert.That(_outputs["nft list set inet pyruse ssh4"], Does.Contain(Attacker));
            Assert.That(_outputs["pyruse report show"], Does.Contain($"SSH: {Attacker} was banned"));
            Assert.That(report, Does.Contain($"SSH: {Attacker} was banned"));
            Assert.That(_service!.Errors.ToString(), Does.Contain("0 failures of steps"));
        });
    }

    private static string Mail(TestSmtpServer server)
    {
        JsonElement mail = server.NextMail();
        // Long lines are folded with "=" at their ends.
        return File.ReadAllText(mail.GetProperty("file").GetString()!).Replace("=\r\n", "", StringComparison.Ordinal);
    }

    private void Follow(string mark, string text)
    {
        if (mark == "builder")
            return;
        if (mark.StartsWith("file: ", StringComparison.Ordinal))
        {
            _machine!.Write(mark["file: ".Length..], text);
            return;
        }
        foreach (string command in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (mark == "attacker")
                Attack(command);
            else
                RunOnMachine(command);
        }
    }

    private void RunOnMachine(string command)
    {
        Machine machine = _machine!;
        if (command.StartsWith("apt install ", StringComparison.Ordinal))
        {
            machine.RunOnline($"cd /root; {command.Replace("apt install", "apt-get install -y", StringComparison.Ordinal)}");
            // Where systemd runs, the package starts it.
            _service = new InstalledService(machine);
            _service.Start();
        }
        else if (command.StartsWith("apt ", StringComparison.Ordinal))
        {
            _service!.Stop();
            machine.Run(command.Replace("apt purge", "apt-get purge -y", StringComparison.Ordinal));
        }
        else if (command == "systemctl restart pyruse")
        {
            Assert.That(_service!.Stop(), Is.Zero);
            _service.Start();
        }
        else if (command != "systemctl status pyruse")
        {
            // Pyruse makes its table at once, but not before it says that it is ready.
            if (command.StartsWith("nft list table", StringComparison.Ordinal))
                Until.True(() => machine.Try(command).ExitCode == 0, $"{command}\n{_service!.Errors}");
            _outputs[command] = machine.Run(command);
        }
    }

    private void Attack(string command)
    {
        (_, _, string error) = _machine!.TryAsAttacker($"SSH_ASKPASS=/root/wrong SSH_ASKPASS_REQUIRE=force; export SSH_ASKPASS SSH_ASKPASS_REQUIRE; {command}");
        if (command.Contains("ConnectTimeout", StringComparison.Ordinal))
            Assert.That(error, Does.Contain("Connection timed out"));
        else
            Until.True(() => _machine.Run("nft list set inet pyruse ssh4").Contains(Attacker, StringComparison.Ordinal), $"the ban\n{error}\n{_service!.Errors}");
    }

    [GeneratedRegex("(?:<!-- (?<mark>[^>]+) -->\n)?^```(?<language>[a-z]+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("^```", RegexOptions.Multiline, 1000)]
    private static partial Regex Fence();
}
