using System.Reflection;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.PublicApi;

/// <summary>What the packages offer to others changes only on purpose: each assembly's surface is approved as a text file beside this test.</summary>
public sealed class PublicApiTests
{
    private static readonly string[] Assemblies = ["Pyruse.Core", "Pyruse.Extensions.Hosting", "Pyruse.Journal", "Pyruse.Plugins.Builtin", "Pyruse.Plugins.Sdk", "Pyruse.Reporting", "Pyruse.State"];

    private static bool IsApproving => Environment.GetEnvironmentVariable("PYRUSE_APPROVE") == "1";

    [TestCaseSource(nameof(Assemblies))]
    public void The_public_surface_is_the_approved_one(string assembly)
    {
        string surface = PublicSurface.Of(Assembly.Load(assembly));
        string file = Path.Combine(PyruseProgram.Root, "Pyruse.Tests", "PublicApi", assembly + ".txt");
        if (IsApproving)
            File.WriteAllText(file, surface);
        string approved = File.Exists(file) ? File.ReadAllText(file) : "";
        string[] now = surface.Split('\n');
        string[] before = approved.Split('\n');
        Assert.That(surface, Is.EqualTo(approved), $"""
            The public surface of {assembly} has changed. If that is meant, approve it with
                dotnet cake --target=Approve
            look at the difference, commit it, and tell users in CHANGELOG.md.
            Gone: {Shown(before.Except(now))}
            New: {Shown(now.Except(before))}
            """);
    }

    [Test]
    public void Every_package_has_an_approved_surface()
    {
        IEnumerable<string> packages = Directory.GetFiles(PyruseProgram.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(static file => File.ReadAllText(file) is var text && text.Contains("<IsPackable>true", StringComparison.Ordinal) && !text.Contains("<PackageType>Template", StringComparison.Ordinal))
            .Select(static file => Path.GetFileNameWithoutExtension(file));
        Assert.That(packages, Is.EquivalentTo(Assemblies));
    }

    [Test]
    public void The_writer_shows_what_others_can_see() => Assert.That(PublicSurface.Of(typeof(SampleRecord), typeof(SampleNumber), typeof(ISample<>)), Is.EqualTo("""
        interface Pyruse.Tests.PublicApi.ISample<T> : IDisposable
            T Find(string? name, in int number, out long found, params string[] more)
        readonly record struct Pyruse.Tests.PublicApi.SampleNumber
            int Value { get; init; }
            new(int Value)
        sealed record Pyruse.Tests.PublicApi.SampleRecord : ISample<string>
            IReadOnlyList<string?>? Items { get; init; }
            const int Limit = 5
            new(IReadOnlyList<string?>? Items = default)
            required (string, long?) Pair { get; init; }
            static SampleRecord Make<T>(T value, bool isNew = true) where T : class, IDisposable
            string? Find(string? name, in int number, out long found, params string[] more)
            void Dispose()

        """));

    private static string Shown(IEnumerable<string> lines) => string.Concat(lines.Select(static line => "\n    " + line.Trim())) is { Length: > 0 } text ? text : "nothing";
}

/// <summary>Something to write down.</summary>
public interface ISample<T> : IDisposable
{
    /// <summary>A method with all kinds of parameters.</summary>
    T? Find(string? name, in int number, out long found, params string[] more);
}

/// <summary>Something to write down.</summary>
public readonly record struct SampleNumber(int Value);

/// <summary>Something to write down.</summary>
public sealed record SampleRecord(IReadOnlyList<string?>? Items = null) : ISample<string>
{
    /// <summary>A constant.</summary>
    public const int Limit = 5;

    /// <summary>A tuple.</summary>
    public required (string Name, long? Number) Pair { get; init; }

    /// <summary>Is not shown.</summary>
    internal int Hidden { get; init; }

    /// <summary>A generic method.</summary>
    public static SampleRecord Make<T>(T value, bool isNew = true)
        where T : class, IDisposable => new() { Pair = ($"{value}{isNew}", null) };

    /// <inheritdoc/>
    public string? Find(string? name, in int number, out long found, params string[] more)
    {
        found = number + Hidden;
        return name;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
