namespace Pyruse.Tests.Cli;

/// <summary>Exit codes, and what is said where.</summary>
public sealed class CommandLineTests
{
    private string _directory = "";

    [SetUp]
    public void Make_a_directory() => _directory = Directory.CreateTempSubdirectory("pyruse-cli-").FullName;

    [TearDown]
    public void Remove_the_directory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_wrong_command_line_ends_with_2() =>
        Assert.Multiple(() =>
        {
            Assert.That(PyruseProgram.Run("chek").ExitCode, Is.EqualTo(2));
            Assert.That(PyruseProgram.Run("replay", "--since", "yesterday").ExitCode, Is.EqualTo(2));
            Assert.That(PyruseProgram.Run("replay", "--directory", "/x", "--export", "/y").ExitCode, Is.EqualTo(2));
            Assert.That(PyruseProgram.Run().ExitCode, Is.EqualTo(2));
        });

    [Test]
    public void An_empty_name_and_a_missing_plugins_directory_are_named() =>
        Assert.Multiple(() =>
        {
            Assert.That(PyruseProgram.Run("check", "--config", ""), Has.Property("ExitCode").EqualTo(78).And.Property("Error").EqualTo("--config: error: The name of the configuration file is empty; name one.\n"));
            Assert.That(PyruseProgram.Run("check", "--config", NoopConfig(), "--plugins", "/nowhere").Error, Does.Contain("There is no plugins directory \"/nowhere\""));
        });

    [Test]
    public void Warnings_have_codes_and_end_with_1_if_that_is_asked_for()
    {
        string file = Path.Combine(_directory, "pyruse.toml");
        File.WriteAllText(file, "[[chain]]\nname = \"x\"\nsteps = [\n  { action = \"log\", message = \"{x}\" },\n]\n");
        PyruseProgram.Result result = PyruseProgram.Run("check", "--config", file);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.Error, Does.StartWith($"{file}:4:31: warning: [PYR201] The text prints {{x}}, which no step before this one sets"));
            Assert.That(PyruseProgram.Run("check", "--config", file, "--strict").ExitCode, Is.EqualTo(1));
            Assert.That(PyruseProgram.Run("check", "--config", file, "--strict", "--allow", "PYR201"), Has.Property("ExitCode").Zero.And.Property("Error").Empty);
            Assert.That(PyruseProgram.Run("check", "--config", file, "--format", "json").Output, Does.Contain("\"code\": \"PYR201\""));
            Assert.That(PyruseProgram.Run("check", "--config", file, "--allow", "PYR210"), Has.Property("ExitCode").EqualTo(2).And.Property("Error").Contains("There is no code \"PYR210\"; did you mean \"PYR201\"?"));
        });
    }

    [Test]
    public void What_is_converted_can_be_run()
    {
        string json = Path.Combine(_directory, "pyruse.json");
        File.WriteAllText(json, "{ \"actions\": { \"x\": [ { \"filter\": \"filter_EQUALS\", \"args\": { \"field\": \"_COMM\", \"value\": \"a\" } }, { \"action\": \"action_noop\" } ] } }");
        PyruseProgram.Result result = PyruseProgram.Run("convert", "--config", json);
        string toml = Path.Combine(_directory, "pyruse.toml");
        File.WriteAllText(toml, result.Output);
        Assert.Multiple(() =>
        {
            Assert.That(result, Has.Property("ExitCode").Zero.And.Property("Error").Empty);
            Assert.That(result.Output, Does.Contain("{ filter = \"equals\", field = \"_COMM\", value = \"a\" },"), "the name as the module writes it");
            Assert.That(PyruseProgram.Run("check", "--strict", "--config", toml), Has.Property("ExitCode").Zero);
            Assert.That(PyruseProgram.Run("convert", "--config", toml), Has.Property("ExitCode").EqualTo(78).And.Property("Output").Empty);
            Assert.That(PyruseProgram.Run("convert", "--config", Path.Combine(_directory, "none.json")), Has.Property("ExitCode").EqualTo(78).And.Property("Error").Contains("There is no such file."));
        });
    }

    [Test]
    public void Help_ends_with_0() =>
        Assert.Multiple(() =>
        {
            Assert.That(PyruseProgram.Run("--help"), Has.Property("ExitCode").Zero);
            Assert.That(PyruseProgram.Run("replay", "--help").Output, Does.Contain("--until"));
        });

    [Test]
    public void A_wrong_configuration_ends_with_78_and_names_each_mistake_with_its_place()
    {
        string config = Write("bad.toml", """
            storge = "x"
            [[chain]]
            name = "one"
            steps = [
              { filter = "equels", field = "_COMM", value = "sshd" },
              { filter = "pcre", field = "MESSAGE", re = "(abc" },
              { action = "noop", then = "ome" },
            ]
            """);

        PyruseProgram.Result result = PyruseProgram.Run("check", "--config", config);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(78));
            Assert.That(result.Output, Is.Empty);
            Assert.That(result.Error.TrimEnd().Split('\n'), Is.EqualTo(new[]
            {
                $"{config}:1:1: error: There is no setting \"storge\" at the top of a configuration; did you mean \"storage\"?",
                $"{config}:5:14: error: There is no filter \"equels\"; did you mean \"equals\"?",
                $"{config}:6:46: error: The argument \"re\" of the filter \"pcre\" is wrong. The group opened at column 1 is never closed; add \")\"",
                $"{config}:7:29: error: There is no chain \"ome\" to go to; did you mean \"one\"?",
            }));
            Assert.That(PyruseProgram.Run("run", "--config", config).ExitCode, Is.EqualTo(78));
            Assert.That(PyruseProgram.Run("replay", "--config", config).ExitCode, Is.EqualTo(78));
        });
    }

    [TestCase("--directory", "There is no journal directory /nowhere.")]
    [TestCase("--export", "The export file /nowhere can't be read")]
    [TestCase("--file", "The journal file /nowhere is passed over: it does not exist.")]
    public void A_missing_journal_is_named_and_ends_with_1(string option, string sentence)
    {
        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", NoopConfig(), option, "/nowhere");

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.Contain(sentence));
            Assert.That(result.Error, Does.Not.Contain("   at "));
        });
    }

    [Test]
    public void What_is_no_export_is_refused_with_a_word()
    {
        string file = Path.Combine(_directory, "noise");
        byte[] noise = new byte[100_000];
        new Random(4).NextBytes(noise);
        File.WriteAllBytes(file, noise);

        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", NoopConfig(), "--export", file);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.Contain("This is not the Journal Export Format"));
        });
    }

    [Test]
    public void Standard_input_is_read_as_an_export()
    {
        string export = Path.Combine(PyruseProgram.Root, "samples", "quickstart", "entries.export");

        PyruseProgram.Result result = PyruseProgram.RunWithInput(export, "replay", "--config", NoopConfig(), "--export", "-");

        Assert.That(result.Error, Does.StartWith("398 entries"));
    }

    [Test]
    public void A_full_disk_behind_the_output_is_one_clear_sentence()
    {
        string config = Path.Combine(PyruseProgram.Root, "samples", "quickstart", "pyruse.toml");
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" replay --config \"$1\" >/dev/full", PyruseProgram.Executable, config]) { RedirectStandardError = true, UseShellExecute = false })!;

        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(1));
            Assert.That(error, Is.EqualTo("pyruse: error: The output can't be written: No space left on device\n"));
        });
    }

    [Test]
    public void Modules_are_listed_and_explained() =>
        Assert.Multiple(() =>
        {
            Assert.That(PyruseProgram.Run("modules", "list").Output, Does.Contain("counterRaise").And.Contain("Pyruse.Plugins.Builtin.dll"));
            Assert.That(PyruseProgram.Run("modules", "show", "filter_inNetworks").Output, Does.Contain("nets: a list, each item a network").And.Contain("(required)"));
            Assert.That(PyruseProgram.Run("modules", "show", "countrRaise").Error, Does.Contain("did you mean \"counterRaise\"?"));
            Assert.That(PyruseProgram.Run("modules", "list", "--format", "json").Output, Does.StartWith("["));
        });

    [Test]
    public void Every_module_and_argument_has_a_manual()
    {
        using var json = System.Text.Json.JsonDocument.Parse(PyruseProgram.Run("modules", "list", "--format", "json").Output);
        string[] silent = [.. json.RootElement.EnumerateArray()
            .SelectMany(module => module.GetProperty("arguments").EnumerateArray().Select(argument => argument.GetProperty("description").GetString()).Prepend(module.GetProperty("summary").GetString())
                .Where(string.IsNullOrWhiteSpace).Select(_ => module.GetProperty("name").GetString()!))];

        Assert.That(json.RootElement.GetArrayLength(), Is.GreaterThan(20));
        Assert.That(silent, Is.Empty);
    }

    private string NoopConfig() => Write("noop.toml", "[[chain]]\nname = \"all\"\nsteps = [{ action = \"noop\" }]\n");

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
