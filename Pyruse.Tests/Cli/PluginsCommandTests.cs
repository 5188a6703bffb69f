using System.Diagnostics;
using System.Text.Json;
using Pyruse.Tests.Plugins;

namespace Pyruse.Tests.Cli;

/// <summary>Plugins as a user meets them on the command line.</summary>
[TestFixture]
public sealed class PluginsCommandTests : PluginFixture
{
    [Test]
    public void A_good_plugin_is_explained()
    {
        string folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne");
        PyruseProgram.Result result = PyruseProgram.Run("plugins", "check", folder);

        Assert.Multiple(() =>
        {
            Assert.That(result, Has.Property("ExitCode").Zero.And.Property("Error").Empty);
            Assert.That(result.Output, Is.EqualTo($"""
                {folder}/SpeakerOne.dll: built for version 1.0 of the plugin contracts. It offers
                  action "speakOne": whom
                and needs
                  Dialect 1.0.0.0: its own, {folder}/Dialect.dll
                  Pyruse.Core 1.0.0.0: shared with Pyruse
                  .NET itself

                """));
            Assert.That(PyruseProgram.Run("plugins", "check", Path.Combine(folder, "SpeakerOne.dll")).Output, Is.EqualTo(result.Output));
        });
    }

    [Test]
    public void A_plugin_is_explained_to_programs()
    {
        string folder = BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne");
        BuiltPlugins.Write(Path.Combine(PluginDirectory.Path, "noise.dll"), "noise"u8);
        PyruseProgram.Result result = PyruseProgram.Run("plugins", "check", PluginDirectory.Path, "--format", "json");
        using var json = JsonDocument.Parse(result.Output);
        JsonElement plugin = json.RootElement.GetProperty("plugins")[0];

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(plugin.GetProperty("contractVersion").GetString(), Is.EqualTo("1.0"));
            Assert.That(plugin.GetProperty("modules")[0].GetProperty("origin").GetString(), Is.EqualTo($"{folder}/SpeakerOne.dll"));
            Assert.That(plugin.GetProperty("modules")[0].GetProperty("arguments")[0].GetProperty("name").GetString(), Is.EqualTo("whom"));
            Assert.That(plugin.GetProperty("needs").EnumerateArray().Select(static need => $"{need.GetProperty("name")}: {need.GetProperty("origin")}"), Is.SupersetOf(new[] { "Dialect: private", "Pyruse.Core: shared", "System.Runtime: framework" }));
            Assert.That(json.RootElement.GetProperty("refusals")[0].GetProperty("reason").GetString(), Does.StartWith("it is no .NET assembly"));
        });
    }

    [TestCase("/nowhere.dll", "pyruse: error: The plugin /nowhere.dll is refused: there is no such file or folder. Check the path.\n")]
    public void A_wrong_path_is_named(string path, string error) =>
        Assert.That(PyruseProgram.Run("plugins", "check", path), Has.Property("ExitCode").EqualTo(1).And.Property("Error").EqualTo(error));

    [Test]
    public void A_module_with_the_name_of_a_built_in_one_is_refused()
    {
        string copy = BuiltPlugins.Write(Path.Combine(PluginDirectory.Path, "Mine.dll"), File.ReadAllBytes(typeof(Pyruse.Plugins.Builtin.Filters.EqualsFilter).Assembly.Location));
        PyruseProgram.Result result = PyruseProgram.Run("plugins", "check", copy);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.Match($"There are two filters named \"equals\": one in .*/plugins/Pyruse.Plugins.Builtin.dll, one in {copy}. Remove one of the files."));
        });
    }

    [Test]
    public void A_refused_plugin_is_an_error_at_every_start_and_all_of_them_are_named()
    {
        string config = PluginDirectory.Write("pyruse.toml", "[[chain]]\nname = \"all\"\nsteps = [{ action = \"noop\" }]\n");
        string plugins = Path.Combine(PluginDirectory.Path, "plugins");
        BuiltPlugins.Write(Path.Combine(plugins, "a.dll"), "noise"u8);
        BuiltPlugins.Write(Path.Combine(plugins, "b.dll"), ""u8);
        string[] expected =
        [
            $"{config}: error: The plugin {plugins}/a.dll is refused: it is no .NET assembly, whatever its name says. Remove it from the plugins directory.",
            $"{config}: error: The plugin {plugins}/b.dll is refused: the file is empty. Copy it again.",
        ];

        Assert.Multiple(() =>
        {
            foreach (string command in (string[])["check", "run", "replay"])
            {
                PyruseProgram.Result result = PyruseProgram.Run(command, "--config", config, "--plugins", plugins);
                Assert.That((result.ExitCode, result.Error), Is.EqualTo((78, string.Join('\n', expected) + "\n")), command);
            }
            Assert.That(PyruseProgram.Run("modules", "list", "--plugins", plugins), Has.Property("ExitCode").EqualTo(78).And.Property("Error").Contains("b.dll is refused"));
        });
    }

    [Test]
    public void Modules_are_listed_with_the_files_they_come_from()
    {
        BuiltPlugins.InstallFolder(PluginDirectory.Path, "SpeakerOne");
        PyruseProgram.Result result = PyruseProgram.Run("modules", "list", "--plugins", PluginDirectory.Path);

        Assert.That(result.Output, Does.Contain("speakOne").And.Contain($"  SpeakerOne.dll: {PluginDirectory.Path}/SpeakerOne/SpeakerOne.dll\n"));
    }

    [Test]
    public void A_module_that_wants_all_memory_is_an_error_of_the_configuration()
    {
        BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving");
        string config = PluginDirectory.Write("pyruse.toml", "[[chain]]\nname = \"all\"\nsteps = [{ filter = \"hungry\" }]\n");

        Assert.That(PyruseProgram.Run("check", "--config", config, "--plugins", PluginDirectory.Path), Has.Property("ExitCode").EqualTo(78).And.Property("Error").EqualTo(
            $"{config}:3:10: error: The filter \"hungry\" could not be made: its constructor wants more memory than there is. (OutOfMemoryException, in Misbehaving)\n"));
    }

    [Test]
    public void A_plugin_that_may_not_be_read_is_refused()
    {
        string file = BuiltPlugins.Install(PluginDirectory.Path, "Misbehaving");
        File.SetUnixFileMode(file, UnixFileMode.None);
        // Root reads everything unless it gives up that right.
        string[] command = [PyruseProgram.Executable, "plugins", "check", file];
        if (Environment.IsPrivilegedProcess)
            command = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", .. command];
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, UseShellExecute = false })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(1));
            Assert.That(error, Is.EqualTo($"pyruse: error: The plugin {file} is refused: the user {Environment.UserName}, as whom Pyruse runs, may not read it. Make it readable for all (chmod a+r).\n"));
        });
    }
}
