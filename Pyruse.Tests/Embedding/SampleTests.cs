using Pyruse.Tests.Cli;
using Pyruse.Tests.Packaging;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Embedding;

/// <summary>The samples are what they promise to be.</summary>
public sealed class SampleTests
{
    [Test]
    public void The_embedding_sample_prints_what_its_engine_wants()
    {
        string[] lines = Run("Embedding");
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Length.EqualTo(4), string.Join('\n', lines));
            Assert.That(lines[0], Is.EqualTo("bob failed 3 times within ten minutes"));
            Assert.That(lines[1..3], Is.EquivalentTo(new[] { "ban 203.0.113.7 for 3600 s: Card 3 from 203.0.113.7 was refused", "report: Order 2 of alice: 1999.00 EUR" }));
            Assert.That(lines[3], Is.EqualTo("6 entries, 0 failures"));
        });
    }

    [Test]
    public void The_embedding_sample_needs_no_systemd()
    {
        using var directory = new TempDirectory();
        // The dynamic linker writes down each library that it loads, one file for each process; see ld.so(8).
        Run("Embedding", ("LD_DEBUG", "files"), ("LD_DEBUG_OUTPUT", Path.Combine(directory.Path, "loaded")));
        string loaded = string.Concat(Directory.GetFiles(directory.Path).Select(File.ReadAllText));
        Assert.Multiple(() =>
        {
            Assert.That(loaded, Does.Contain("libcoreclr.so"), "the linker wrote nothing down");
            Assert.That(loaded, Does.Not.Contain("libsystemd"));
            Assert.That(Directory.GetFiles(OutputOf("Embedding"), "Pyruse.Journal*"), Is.Empty);
        });
    }

    [Test]
    public void The_sample_of_the_generic_host_handles_the_programs_own_log() =>
        Assert.That(Run("EmbeddingInHost"), Is.EqualTo(new[] { "Program: The disk /srv is full" }));

    private static string[] Run(string sample, params (string Name, string Value)[] variables) =>
        DotNet.Run(OutputOf(sample), variables, sample + ".dll").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string OutputOf(string sample) => Path.Combine(PyruseProgram.Root, "samples", sample, "bin", DotNet.Built.Configuration, DotNet.Built.Framework);
}
