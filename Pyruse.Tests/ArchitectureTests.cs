using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pyruse.Tests;

/// <summary>Who may know whom, as docs/ has it: the projects say so, and the assemblies prove it.</summary>
[TestFixture]
public sealed partial class ArchitectureTests
{
    private const string Abstractions = @"Microsoft\.Extensions\.[\w.]+\.Abstractions";

    /// <summary>What each project may refer to: other projects and, as a regular expression, packages.</summary>
    private static IEnumerable<TestCaseData<string, string[], string>> Rules
    {
        get
        {
            yield return Rule("Pyruse.Core", [], Abstractions);
            yield return Rule("Pyruse.Journal", ["Pyruse.Core"], Abstractions);
            yield return Rule("Pyruse.State", ["Pyruse.Core"], $@"{Abstractions}|Microsoft\.Data\.Sqlite(\.Core)?|SQLitePCLRaw\.[\w.]+");
            yield return Rule("Pyruse.Reporting", ["Pyruse.Core"], @"Handlebars(\.Net)?");
            yield return Rule("Pyruse.Extensions.Hosting", ["Pyruse.Core"], Abstractions);
            yield return Rule("Pyruse.Plugins.Sdk", ["Pyruse.Core"], Abstractions);
            yield return Rule("Pyruse.Plugins.Builtin", ["Pyruse.Plugins.Sdk", "Pyruse.Core"], Abstractions);
            yield return Rule("Pyruse.Cli", ["Pyruse.Core", "Pyruse.Journal", "Pyruse.State", "Pyruse.Reporting", "Pyruse.Plugins.Sdk", "Pyruse.Plugins.Builtin"], ".*");
        }
    }

    private static IEnumerable<string> Projects => Rules.Select(static rule => (string)rule.Arguments[0]!);

    [TestCaseSource(nameof(Rules))]
    public void A_project_file_refers_to_what_it_may(string project, string[] projects, string packages) => Assert.Multiple(() =>
    {
        Assert.That(References(project, "ProjectReference").Select(static path => Path.GetFileNameWithoutExtension(path)), Is.SubsetOf(projects));
        Assert.That(References(project, "PackageReference").Where(package => !IsOneOf(package, packages)), Is.Empty);
    });

    [TestCaseSource(nameof(Rules))]
    public void An_assembly_uses_what_it_may(string project, string[] projects, string packages) => Assert.That(
        UsedBy(project).Where(used => !IsFramework(used) && !projects.Contains(used) && !IsOneOf(used, packages)), Is.Empty);

    [Test]
    public void The_command_line_loads_the_built_in_modules_as_a_plugin() => Assert.Multiple(static () =>
    {
        Assert.That(UsedBy("Pyruse.Cli"), Has.None.EqualTo("Pyruse.Plugins.Builtin"));
        Assert.That(File.ReadAllText(FileOf("Pyruse.Cli")), Does.Match("""Pyruse\.Plugins\.Builtin\.csproj" ReferenceOutputAssembly="false" """.TrimEnd()));
    });

    [Test]
    public void Every_project_of_the_product_has_a_rule()
    {
        IEnumerable<string> all = Directory.GetFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Where(static name => name.StartsWith("Pyruse.", StringComparison.Ordinal) && !NotDelivered().IsMatch(name));
        Assert.That(all, Is.EquivalentTo(Projects));
    }

    [Test]
    public void These_tests_have_seen_something() => Assert.Multiple(static () =>
    {
        Assert.That(Projects.Except(["Pyruse.Core"]).Where(static project => !References(project, "ProjectReference").Any()), Is.Empty, "projects without references");
        foreach (string project in (string[])["Pyruse.Journal", "Pyruse.Plugins.Builtin", "Pyruse.Cli"])
            Assert.That(UsedBy(project), Does.Contain("Pyruse.Core"), project);
        Assert.That(UsedBy("Pyruse.Core").Where(IsFramework), Is.Not.Empty);
        Assert.That(UsedBy("Pyruse.Core").Where(static used => !IsFramework(used)), Is.EqualTo(new[] { "Microsoft.Extensions.Logging.Abstractions" }));
        Assert.That(UsedBy("Pyruse.Cli").Where(static used => !IsFramework(used)), Does.Contain("System.CommandLine"), "a package with a name like the framework's");
        Assert.That(References("Pyruse.Core", "PackageReference"), Is.EqualTo(new[] { "Microsoft.Extensions.Logging.Abstractions" }));
    });

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Pyruse.slnx")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new AssertionException($"There is no Pyruse.slnx above {AppContext.BaseDirectory}.");
    }

    private static string FileOf(string project) => Path.Combine(Root, project, project + ".csproj");

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(FileOf(project)).Descendants(kind).Select(static reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static IEnumerable<string> UsedBy(string project) =>
        Assembly.Load(project == "Pyruse.Cli" ? "pyruse" : project).GetReferencedAssemblies().Select(static name => name.Name!);

    /// <summary>Whether the assembly is one of the .NET runtime's own, whatever its name.</summary>
    private static bool IsFramework(string assembly) => File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, assembly + ".dll"));

    private static bool IsOneOf(string name, string pattern) => Regex.IsMatch(name, $"^({pattern})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static TestCaseData<string, string[], string> Rule(string project, string[] projects, string packages) => new(project, projects, packages) { TestName = $"{{m}}({project})" };

    [GeneratedRegex("Tests|Benchmarks|Manual|Sample|Templates", RegexOptions.None, 1000)]
    private static partial Regex NotDelivered();
}
