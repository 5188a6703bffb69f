using System.CommandLine;
using Pyruse.Cli;
using Pyruse.Core.Modules;
using Pyruse.Manual;
using Pyruse.Plugins.Builtin;
using Pyruse.Tests.Cli;

namespace Pyruse.Tests.Packaging;

/// <summary>What is made of the code: the module reference, manual pages.</summary>
public sealed class ManualTests
{
    private static ModuleDescriptor[] Modules => [.. Setup.OwnModules().Concat(ModuleCatalog.ModulesOf(typeof(BuiltinModules).Assembly))];

    private static string Documentation(string name) => File.ReadAllText(Path.Combine(PyruseProgram.Root, "docs", name));

    [Test]
    public void The_module_reference_is_up_to_date() =>
        Assert.That(Documentation("modules.md"), Is.EqualTo(ModuleReference.Markdown(Modules)), "write it anew: dotnet cake --target=Modules");

    [Test]
    public void Every_module_and_argument_is_documented() => Assert.Multiple(static () =>
    {
        foreach (ModuleDescriptor module in Modules)
        {
            ModuleManual manual = ModuleManual.Of(module);
            Assert.That(manual.Summary, Is.Not.Empty, module.ToString());
            Assert.That(module.Arguments.Where(argument => manual.Arguments.GetValueOrDefault(argument.ParameterName, "").Length == 0).Select(static argument => argument.Name), Is.Empty, module.ToString());
        }
    });

    [Test]
    public void The_manual_page_has_every_command_and_option_and_the_rest_of_its_documentation()
    {
        CommandEntry root = CommandEntry.Of(CommandTree.Create(), []);
        string page = CommandPage.Write(root, "1.2", Documentation("cli.md"));
        Assert.Multiple(() =>
        {
            Assert.That(root.All.Count(), Is.GreaterThan(15));
            Assert.That(root.All.Where(static command => command.Commands.Count == 0).Select(static command => $@"\fB{command.Path}\fR").Where(path => !page.Contains(path, StringComparison.Ordinal)), Is.Empty);
            Assert.That(page, Does.Contain(@"\fB\-\-dry\-run\fR").And.Contain("EX_CONFIG"));
            Assert.That(page, Does.Contain(".SH \"TRYING A REGULAR EXPRESSION OUT\""));
        });
    }

    [Test]
    public void Hidden_options_are_not_shown() => Assert.That(
        CommandEntry.Of(new RootCommand { new Command("replay") { new Option<bool>("--seen"), new Option<bool>("--unseen") { Hidden = true } } }, []).Commands.Single().Options.Select(static option => option.Names[^1]),
        Does.Contain("--seen").And.Not.Contain("--unseen"));

    [TestCase("A `key` is **bold**, *stressed*, and [linked](there.md).", @".PP|A \fBkey\fR is \fBbold\fR, \fIstressed\fR, and linked.")]
    [TestCase("## A part", ".SH \"A PART\"")]
    [TestCase(".hidden\nno request", @".PP|\&.hidden no request")]
    [TestCase("* one\n  goes on\n* two", ".IP \"\\(bu\" 4|one goes on|.IP \"\\(bu\" 4|two")]
    [TestCase("    a -b\n\n    .c", @".PP|.in +4n|.EX|a \-b||\&.c|.EE|.in")]
    [TestCase("| key | default | means |\n|---|---|---|\n| `a\\|b` | 1 | what it is |", @".TP|\fBa|b\fR|what it is. (default: 1)")]
    [TestCase("```sh\nback\\slash\n```", @".PP|.in +4n|.EX|back\eslash|.EE|.in")]
    public void Markdown_becomes(string markdown, string expected)
    {
        var page = new Roff("t", 1, "1", "s");
        int head = page.ToString().Length;
        new MarkdownPage(page).Append(markdown);
        Assert.That(page.ToString()[head..].TrimEnd('\n').Replace('\n', '|'), Is.EqualTo(expected));
    }
}
