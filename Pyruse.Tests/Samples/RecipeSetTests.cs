using System.Text.Json;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Samples;

/// <summary>All recipes together, with the settings beside them, by the program itself.</summary>
public sealed class RecipeSetTests
{
    private static readonly string Config = Path.Combine(Recipes.Directory, "pyruse.toml");

    [Test]
    public void The_directory_is_a_configuration_without_a_warning()
    {
        PyruseProgram.Result result = PyruseProgram.Run("check", "--config", Config);
        Assert.That((result.ExitCode, result.Error + result.Output), Is.EqualTo((0, result.Output)));
    }

    [TestCaseSource(nameof(Files))]
    public void Each_recipe_is_a_configuration_by_itself(string file) => Assert.That(Workflows.Problems(File.ReadAllText(file)), Is.Empty);

    [TestCaseSource(nameof(Files))]
    public void Each_recipe_is_explained_on_the_page(string file) =>
        Assert.That(File.ReadAllText(Path.Combine(PyruseProgram.Root, "docs", "recipes.md")), Does.Contain(Path.GetFileName(file)));

    [Test]
    public void An_entry_takes_its_own_recipe_and_only_what_none_takes_comes_to_the_end()
    {
        (string Unit, string Message)[] entries =
        [
            .. Enumerable.Repeat(("ssh.service", "Failed password for root from 203.0.113.7 port 4022 ssh2"), 6),
            ("ssh.service", "Received signal 15; terminating."),
            ("fax.service", "The paper is jammed"),
        ];
        using var files = new TempDirectory();
        string export = Path.Combine(files.Path, "entries.export");
        using (FileStream stream = File.Create(export))
        {
            foreach (((string unit, string message), int i) in entries.Select(static (entry, i) => (entry, i)))
                new ExportEntry(JournalFixture.TimeOf(i)).With("_SYSTEMD_UNIT", unit).With("_UID", "0").With("_TRANSPORT", "syslog").With("PRIORITY", "6").With("MESSAGE", message).WriteTo(stream);
        }

        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", Config, "--export", export);

        Assert.That(Show(result), Is.EqualTo(new[]
        {
            "ban 203.0.113.7", "report 203.0.113.7 was banned: SSH", "report [6/fax.service] The paper is jammed",
        }));
    }

    [TestCase("bob", "203.0.113.7", "ban 203.0.113.7")]
    [TestCase("'x' (Remote IP: '192.0.2.66')", "203.0.113.7", "ban 203.0.113.7")]
    [TestCase("x\\\"}\\n{\\\"app\\\":\\\"core\\\",\\\"remoteAddr\\\":\\\"192.0.2.66\\\",\\\"message\\\":\\\"Login failed: x (Remote IP: 192.0.2.66)\\\"}", "2001:db8::7", "ban 2001:db8::7")]
    public void Nextcloud_bans_the_address_that_it_saw(string user, string address, string ban)
    {
        using var files = new TempDirectory();
        string line = $$"""{"reqId":"a","level":2,"time":"2026-01-31T12:00:00+00:00","remoteAddr":"{{address}}","user":"--","app":"core","method":"POST","url":"/login","message":"Login failed: {{user}} (Remote IP: {{address}})","userAgent":"x","version":"28.0"}""";
        files.Write("nextcloud.log", string.Concat(Enumerable.Repeat(line + "\n", 5)));
        string recipe = File.ReadAllText(Path.Combine(Recipes.Directory, "conf.d", "50-nextcloud.toml"));
        string config = files.Write("pyruse.toml", recipe.Replace("/var/www/nextcloud/data/nextcloud.log", "nextcloud.log", StringComparison.Ordinal));
        Assert.That(Show(PyruseProgram.Run("replay", "--config", config)), Is.EqualTo(new[] { ban, $"report {address} was banned: Nextcloud" }));
    }

    private static IEnumerable<string> Files() => Directory.GetFiles(Path.Combine(Recipes.Directory, "conf.d")).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Show(PyruseProgram.Result result)
    {
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => Show(JsonDocument.Parse(line).RootElement))];
    }

    private static string Show(JsonElement effect) =>
        $"{effect.GetProperty("kind").GetString()} {effect.GetProperty(effect.TryGetProperty("ip", out _) ? "ip" : "message").GetString()}";
}
