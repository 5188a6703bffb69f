namespace Pyruse.Tests.Embedding;

/// <summary>The C# in documents is that of the samples, which are built and run.</summary>
public sealed class DocumentationTests
{
    [TestCase("docs/embedding.md", 6)]
    [TestCase("README.md", 1)]
    public void Every_block_is_a_piece_of_a_sample(string document, int least)
    {
        (string? File, string? Name, string Code)[] blocks = [.. SampleCode.Blocks(document)];
        Assert.Multiple(() =>
        {
            Assert.That(blocks, Has.Length.GreaterThanOrEqualTo(least), "the test has seen too little");
            foreach ((string? file, string? name, string code) in blocks)
            {
                Assert.That(name, Is.Not.Null, $"{document} has a block without a comment <!-- samples/FILE#NAME --> before it:\n{code}");
                if (name is not null)
                    Assert.That(code, Is.EqualTo(SampleCode.Region(file!, name)), $"{document} differs from samples/{file}#{name}");
            }
        });
    }

    [Test]
    public void The_package_shows_the_ten_lines() =>
        Assert.That(SampleCode.Blocks("Pyruse.Core/README.md").Select(static block => block.Code), Does.Contain(SampleCode.Region("Embedding/Program.cs", "ten-lines")));
}
