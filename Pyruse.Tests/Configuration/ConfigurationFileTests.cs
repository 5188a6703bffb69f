using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Configuration;

[TestFixture]
public sealed class ConfigurationFileTests
{
    private const string Noop = "[[chain]]\nname = \"main\"\nsteps = [ { action = \"noop\" } ]\n";

    private TempDirectory _directory = null!;

    private static IEnumerable<string> UnreadableFiles
    {
        get
        {
            if (!Environment.IsPrivilegedProcess)
                yield return "";
            // Write-only files of the kernel are unreadable even for root.
            foreach (string path in Directory.Exists("/sys/bus") ? Directory.GetDirectories("/sys/bus").Select(static bus => $"{bus}/drivers_probe").Where(File.Exists).Take(1) : [])
                yield return path;
        }
    }

    [SetUp]
    public void MakeADirectory() => _directory = new TempDirectory();

    [TearDown]
    public void RemoveTheDirectory() => _directory.Dispose();

    [Test]
    public void A_file_alone_has_defaults()
    {
        PyruseConfiguration read = ReadWell("pyruse.toml", Noop);
        Assert.Multiple(() =>
        {
            Assert.That(read.Storage, Is.EqualTo("/var/lib/pyruse"));
            Assert.That(read.Encoding.WebName, Is.EqualTo("iso-8859-1"));
            Assert.That(read.Email, Is.EqualTo(new EmailSettings()));
            Assert.That(read.Bans.ToPolicy().IsNeverBanned(System.Net.IPAddress.Loopback), Is.True);
            Assert.That(read.Effects.Workers, Is.EqualTo(2));
            Assert.That(read.Regex.MaxLength, Is.EqualTo(65_536));
            Assert.That(read.Sources.Select(static source => source.Name), Is.EqualTo(new[] { "journal" }));
            Assert.That(Chains(read), Is.EqualTo(new[] { "main" }));
        });
    }

    [Test]
    public void Relative_paths_start_from_the_directory_of_the_file() =>
        Assert.That(ReadWell("pyruse.toml", "storage = \"state\"\n" + Noop).Storage, Is.EqualTo(Path.Combine(_directory.Path, "state")));

    [Test]
    public void Parts_are_merged_in_the_order_of_their_names()
    {
        _directory.Write("conf.d/20-late.toml", "debug = false\n[effects]\nworkers = 5\n[[chain]]\nname = \"late\"\nsteps = [ { action = \"noop\" } ]\n");
        _directory.Write("conf.d/10-early.toml", "debug = true\n[effects]\nworkers = 4\n[email]\nto = [\"a@example.org\"]\n[[chain]]\nname = \"early\"\nsteps = [ { action = \"noop\" } ]\n");
        _directory.Write("conf.d/15-ignored.toml.bak", "not read");
        _directory.Write("conf.d/sub/16-ignored.toml", "not read");
        PyruseConfiguration read = ReadWell("pyruse.toml", "[email]\nfrom = \"main@example.org\"\nto = [\"b@example.org\", \"c@example.org\"]\n" + Noop);
        Assert.Multiple(() =>
        {
            Assert.That(Chains(read), Is.EqualTo(new[] { "main", "early", "late" }), "chains add up");
            Assert.That((read.Debug, read.Effects.Workers), Is.EqualTo((false, 5)), "the later value wins");
            Assert.That(read.Email.From, Is.EqualTo("main@example.org"), "a section keeps what a part does not say");
            Assert.That(read.Email.To, Is.EqualTo(new[] { "a@example.org" }), "a list of values is replaced as a whole");
        });
    }

    [Test]
    public void Sources_of_parts_add_up()
    {
        _directory.Write("conf.d/a.toml", "[[source]]\ntype = \"export\"\npath = \"/b\"\n");
        Assert.That(
            ReadWell("pyruse.toml", "[[source]]\ntype = \"export\"\npath = \"/a\"\n" + Noop).Sources.Select(static source => source.Name), Is.EqualTo(new[] { "export", "export-2" }));
    }

    [Test]
    public void Parts_lie_beside_a_JSON_file_too()
    {
        _directory.Write("conf.d/a.toml", Noop);
        Assert.That(Chains(ReadWell("pyruse.json", "{ \"actions\": { \"first\": [ { \"action\": \"action_noop\" } ] } }")), Is.EqualTo(new[] { "first", "main" }));
    }

    [Test]
    public void A_mistake_in_a_part_names_the_part()
    {
        _directory.Write("conf.d/a.toml", "debug = 1\n[[chain]]\nname = \"main\"\nsteps = [ { action = \"noop\", then = \"x\" } ]\n");
        _directory.Write("conf.d/b.toml", "debug = = 1\n");
        Assert.That(Errors(_directory.Write("pyruse.toml", "zzz = 1\n" + Noop)), Is.EqualTo(new[]
        {
            "conf.d/b.toml:1:9: error: Found '=' where a value was expected; write a text in quotes, a number, true, false, a date, a [list] or an { inline = \"table\" }.",
            "pyruse.toml:1:1: error: There is no setting \"zzz\" at the top of a configuration; the settings are storage, encoding, 8bit-message-encoding, debug, email, report, bans, nftBan, ipsetBan, regex, plugins, effects, journal, metrics, source, chain, actions, expect, pair.",
            "conf.d/a.toml:1:9: error: The setting \"debug\" must be true or false, but is an integer.",
            "conf.d/a.toml:3:8: error: There is already a chain \"main\", at pyruse.toml:3:8; give this one another name.",
            "conf.d/a.toml:4:37: error: There is no chain \"x\" to go to.",
        }));
    }

    [Test]
    public void A_configuration_of_the_original_program_is_read()
    {
        PyruseConfiguration read = ReadWell("pyruse.json", """
            {
                // Comments are allowed, trailing commas too.
                "actions": {
                    "SSH": [
                        { "filter": "filter_equals", "args": { "field": "SYSLOG_IDENTIFIER", "value": "sshd" }, "else": "… Mail" },
                        { "action": "action_nftBan", "args": { "IP": "ip", "banSeconds": null, "nftSetIPv4": "inet f s4", "nftSetIPv6": "inet f s6" } },
                    ],
                    "… Mail": [ { "action": "action_email", "args": { "message": "{MESSAGE}" }, "then": null } ],
                    /* "off": [], */
                },
                "email": { "from": "pyruse@example.org", "to": [ "hostmaster@example.org" ], "subject": "Daily", "sendmail": [ "/usr/sbin/sendmail", "-t" ] },
                "storage": "/var/lib/pyruse",
                "8bit-message-encoding": "iso-8859-15",
                "debug": false,
                "nftBan": { "nft": [ "sudo", "nft" ] },
                "ipsetBan": { "ipset": [ "ipset" ] }
            }
            """);
        Assert.Multiple(() =>
        {
            Assert.That(Chains(read), Is.EqualTo(new[] { "SSH", "… Mail" }));
            Assert.That(read.Chains[0].Steps.Select(Show), Is.EqualTo(new[] { "Filter filter_equals field,value → null : … Mail", "Action action_nftBan IP,banSeconds,nftSetIPv4,nftSetIPv6 → null : null" }));
            Assert.That((read.Email.From, read.Email.Subject, read.Encoding.WebName), Is.EqualTo(("pyruse@example.org", "Daily", "iso-8859-15")));
            Assert.That(read.Nft.Nft, Is.EqualTo(new[] { "sudo", "nft" }));
            Assert.That(PyruseEngine.Create(read with { Sources = [] }, Workflows.Builtin, new EngineHost { Store = new MemoryStateStore() }, new DiagnosticBag()), Is.Not.Null);
        });
    }

    [Test]
    public void A_mistake_in_JSON_has_its_place() => Assert.That(
        Errors(_directory.Write("pyruse.json", """
            {
              "actions": {
                "A": [ { "action": "action_noop", "then": "B" } ],
                "C": []
              },
              "email": { "form": "x" }
            }
            """)),
        Is.EqualTo(new[]
        {
            "pyruse.json:6:14: error: The section \"email\" has no key \"form\"; did you mean \"from\"?",
            "pyruse.json:4:5: error: The chain \"C\" has no step; give it at least one, such as { action = \"noop\" }.",
            "pyruse.json:3:47: error: There is no chain \"B\" to go to; did you mean \"A\"?",
        }));

    [TestCase("none.toml", "none.toml: error: There is no such file. Name the configuration with --config FILE or the variable PYRUSE_CONFIG.")]
    [TestCase("none/pyruse.toml", "none/pyruse.toml: error: There is no such file. Name the configuration with --config FILE or the variable PYRUSE_CONFIG.")]
    [TestCase("dir", "dir: error: This is a directory; name the configuration file in it.")]
    public void A_file_that_is_not_there_is_reported(string name, string expected)
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, "dir"));
        Assert.That(Errors(Path.Combine(_directory.Path, name)), Is.EqualTo(new[] { expected }));
    }

    [TestCaseSource(nameof(UnreadableFiles))]
    public void A_file_that_may_not_be_read_is_reported(string kernelFile)
    {
        string path = kernelFile;
        if (path.Length == 0)
        {
            path = _directory.Write("secret.toml", Noop);
            File.SetUnixFileMode(path, UnixFileMode.None);
        }
        Assert.That(
            Errors(path).Select(static problem => problem[problem.IndexOf(": ", StringComparison.Ordinal)..]),
            Is.EqualTo(new[] { ": error: The file may not be read by this user; change its permissions, or run as a user who may read it." }));
    }

    [TestCase("iso-8859-1", "iso-8859-1")]
    [TestCase("ISO-8859-15", "iso-8859-15")]
    [TestCase("iso8859-15", "iso-8859-15", Description = "Python's spelling")]
    [TestCase("iso8859_15", "iso-8859-15", Description = "Python's spelling")]
    [TestCase("iso_8859_15", "iso-8859-15", Description = "Python's spelling")]
    [TestCase("latin1", "iso-8859-1")]
    [TestCase("latin-1", "iso-8859-1", Description = "Python's spelling")]
    [TestCase("latin_1", "iso-8859-1", Description = "Python's spelling")]
    [TestCase("windows-1252", "windows-1252")]
    [TestCase("cp1252", "windows-1252", Description = "Python's spelling")]
    [TestCase("CP437", "ibm437", Description = "Python's spelling")]
    [TestCase("cp866", "cp866")]
    [TestCase("koi8-r", "koi8-r")]
    [TestCase("koi8_r", "koi8-r", Description = "Python's spelling")]
    [TestCase("utf-8", "utf-8")]
    public void An_encoding_is_known_by_its_common_names(string name, string expected) =>
        Assert.That(ReadWell("pyruse.toml", $"encoding = \"{name}\"\n{Noop}").Encoding.WebName, Is.EqualTo(expected).IgnoreCase);

    [TestCase("klingon")]
    [TestCase("")]
    [TestCase("utf-7")]
    [TestCase("cp99999")]
    [TestCase("cp")]
    public void An_unknown_encoding_is_refused(string name) => Assert.That(
        Errors(_directory.Write("pyruse.toml", $"encoding = \"{name}\"\n{Noop}")),
        Is.EqualTo(new[] { $"pyruse.toml:1:12: error: There is no encoding \"{name}\"; name one such as \"iso-8859-1\", \"iso-8859-15\", \"windows-1252\" or \"koi8-r\"." }));

    [TestCase("utf-16")]
    [TestCase("utf-32")]
    [TestCase("cp037")]
    public void An_encoding_that_is_not_made_on_ASCII_is_refused(string name) => Assert.That(
        Errors(_directory.Write("pyruse.toml", $"encoding = \"{name}\"\n{Noop}")),
        Is.EqualTo(new[] { $"pyruse.toml:1:12: error: The encoding \"{name}\" is not a superset of ASCII; name one such as \"iso-8859-15\" or \"windows-1252\"." }));

    [Test]
    public void Sources_of_one_type_get_names_of_their_own() => Assert.That(
        ReadWell("pyruse.toml", "source = [ { type = 'export', path = '/a' }, { type = 'export', path = '/b' }, { type = 'export', path = '/c', name = 'third' } ]\n" + Noop)
            .Sources.Select(static source => source.Name),
        Is.EqualTo(new[] { "export", "export-2", "third" }));

    [Test]
    public void Two_sources_may_not_have_one_name() => Assert.That(
        Errors(_directory.Write("pyruse.toml", "source = [ { type = 'export', path = '/a', name = 'x' },  { type = 'journal', name = 'x' } ]\n" + Noop)),
        Is.EqualTo(new[] { "pyruse.toml:1:59: error: There are two sources named \"x\"; give one another name, because positions are kept by it." }));

    private static IEnumerable<string> Chains(PyruseConfiguration configuration) => configuration.Chains.Select(static chain => chain.Name);

    private static string Show(StepDefinition step) =>
        $"{step.Kind} {step.Module.Value} {string.Join(',', step.Arguments.Entries.Select(static entry => entry.Key))} → {step.Then?.Value ?? "null"} : {step.Else?.Value ?? "null"}";

    private PyruseConfiguration ReadWell(string name, string content)
    {
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration? read = ConfigurationFile.Read(_directory.Write(name, content), diagnostics);
        Assert.That(diagnostics.Items, Is.Empty);
        return read!;
    }

    /// <summary>The errors, with paths as seen from the directory of the test.</summary>
    private IEnumerable<string> Errors(string path)
    {
        var diagnostics = new DiagnosticBag();
        ConfigurationFile.Read(path, diagnostics);
        return diagnostics.Items.Select(item => item.ToString().Replace(_directory.Path + "/", "", StringComparison.Ordinal));
    }
}
