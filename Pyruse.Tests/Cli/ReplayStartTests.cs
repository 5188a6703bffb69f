using Pyruse.Tests.Journal.Support;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Cli;

/// <summary>Where stored entries begin their way when they stand in for the sources of the configuration.</summary>
public sealed class ReplayStartTests
{
    private const string Chains = """
        [[chain]]
        name = "files"
        steps = [{ action = "log", message = "files {MESSAGE}" }]
        [[chain]]
        name = "mail"
        steps = [{ action = "log", message = "mail {MESSAGE}" }]
        [[chain]]
        name = "rest"
        steps = [{ action = "log", message = "rest {MESSAGE}" }]

        """;

    private const string Files = "[[source]]\ntype = \"file\"\npath = \"none.log\"\nstart = \"files\"\n";

    [TestCase("[[source]]\ntype = \"journal\"\n", "mail hello")]
    [TestCase("[[source]]\ntype = \"journal\"\nstart = \"rest\"\n", "rest hello")]
    public void They_start_where_the_journal_does_and_pass_the_chains_of_other_sources_by(string journal, string expected)
    {
        using var files = new TempDirectory();
        string config = files.Write("pyruse.toml", Files + journal + Chains);
        string export = Path.Combine(files.Path, "entries.export");
        using (FileStream stream = File.Create(export))
            new ExportEntry(JournalFixture.TimeOf(0)).With("MESSAGE", "hello").WriteTo(stream);

        PyruseProgram.Result result = PyruseProgram.Run("replay", "--config", config, "--export", export);

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, result.Output)), result.Error);
        Assert.That(result.Output, Does.Contain($"\"message\":\"{expected}\""));
    }
}
