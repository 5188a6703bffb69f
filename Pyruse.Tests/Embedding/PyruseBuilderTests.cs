using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Embedding;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Embedding;

/// <summary>Configurations and modules that a program brings.</summary>
public sealed class PyruseBuilderTests
{
    private const string Toml = "[[chain]]\nname = \"text\"\nsteps = [{ filter = \"equals\", field = \"MESSAGE\", value = \"a\" }, { action = \"log\", message = \"text {MESSAGE}\" }]\n";
    private const string Json = """{ "actions": { "json": [ { "filter": "filter_equals", "args": { "field": "MESSAGE", "value": "a" } }, { "action": "action_log", "args": { "level": "INFO", "message": "json {MESSAGE}" } } ] } }""";

    [Test]
    public async Task A_configuration_is_a_text_in_TOML() => Assert.That(await Embedded.Builder().LoadToml(Toml).RunAsync("a", "b"), Is.EqualTo(new[] { "text a" }));

    [Test]
    public async Task A_configuration_is_a_text_in_JSON() => Assert.That(await Embedded.Builder().LoadJson(Json).RunAsync("a", "b"), Is.EqualTo(new[] { "json a" }));

    [Test]
    public async Task A_configuration_is_a_file()
    {
        using var directory = new TempDirectory();
        Assert.That(await Embedded.Builder().LoadFile(directory.Write("p.toml", Toml)).RunAsync("a", "b"), Is.EqualTo(new[] { "text a" }));
    }

    [Test]
    public async Task Chains_in_code_come_after_those_of_a_text() =>
        Assert.That(await Embedded.Builder().LoadToml(Toml).LogAll("code {MESSAGE}").RunAsync("a", "b"), Is.EqualTo(new[] { "text a", "code b" }));

    [Test]
    public async Task Chains_of_a_text_and_in_code_jump_to_each_other()
    {
        const string Jump = "[[chain]]\nname = \"text\"\nsteps = [{ filter = \"contains\", field = \"MESSAGE\", values = [\"a\"], then = \"code\" }]\n";
        IReadOnlyList<string> lines = await Embedded.Builder().LoadToml(Jump)
            .AddChain("code", static chain => chain.Filter("equals", ("field", "MESSAGE"), ("value", "aa")).Else("else").Action("log", ("message", "yes")))
            .AddChain("else", static chain => chain.Action("log", ("message", "no")))
            .RunAsync("a", "aa", "b");
        Assert.That(lines, Is.EqualTo(new[] { "no", "yes" }));
    }

    [Test]
    public async Task Lambdas_and_instances_are_steps()
    {
        var seen = new List<string?>();
        IReadOnlyList<string> lines = await Embedded.Builder()
            .AddChain("code", chain => chain
                .Filter(static entry => entry["MESSAGE"]!.Length == 2)
                .Filter(new EndsWithB())
                .Action(entry => seen.Add(entry["MESSAGE"]))
                .Action(static (entry, services) => entry.Set(entry.Fields["count"], services.Counters.Raise("c", "k", null)))
                .Action("log", ("message", "{MESSAGE} {count}")))
            .RunAsync("a", "ab", "bb", "ba");
        Assert.Multiple(() =>
        {
            Assert.That(lines, Is.EqualTo(new[] { "ab 1", "bb 2" }));
            Assert.That(seen, Is.EqualTo(new[] { "ab", "bb" }));
        });
    }

    [Test]
    public async Task Named_lambdas_and_instances_are_modules_for_a_text()
    {
        IReadOnlyList<string> lines = await Embedded.Builder()
            .AddFilter("isShort", static entry => entry["MESSAGE"]!.Length < 3)
            .AddFilter("endsWithB", new EndsWithB())
            .AddAction("shout", static (entry, services) => services.Effects.Log(JournalLevel.Alert, entry["MESSAGE"]!.ToUpperInvariant()))
            .LoadToml("[[chain]]\nname = \"text\"\nsteps = [{ filter = \"isShort\" }, { filter = \"ENDSWITHB\" }, { action = \"shout\" }]\n")
            .RunAsync("ab", "abb", "aa");
        Assert.That(lines, Is.EqualTo(new[] { "AB" }));
    }

    [Test]
    public async Task A_class_of_the_program_is_a_module_and_gets_the_programs_services()
    {
        IReadOnlyList<string> lines = await Embedded.Builder().AddModule<IsKnownFilter>().AddService(new Directory(["ab"]))
            .AddChain("code", static chain => chain.Filter("isKnown", ("field", "MESSAGE")).Action("log", ("message", "{MESSAGE}")))
            .RunAsync("ab", "cd");
        Assert.That(lines, Is.EqualTo(new[] { "ab" }));
    }

    [TestCase(null)]
    [TestCase(5)]
    [TestCase(2L)]
    [TestCase(1.5)]
    public async Task Arguments_are_converted_as_those_of_a_file(object? keep)
    {
        IReadOnlyList<string> lines = await Embedded.Builder()
            .AddChain("code", chain => chain
                .Filter("in", ("field", "MESSAGE"), ("values", new[] { "a", "b" }))
                .Action("counterRaise", ("counter", "c"), ("for", "MESSAGE"), ("keepSeconds", keep), ("save", "count"))
                .Filter("greaterOrEquals", ("field", "count"), ("value", 2))
                .Action("dailyReport", ("level", ReportLevel.Warn), ("message", "{MESSAGE}")))
            .RunAsync("a", "c", "b", "a");
        Assert.That(lines, Is.EqualTo(new[] { "report a" }));
    }

    [Test]
    public void All_mistakes_come_at_once_each_with_its_place()
    {
        PyruseBuilder builder = Embedded.Builder()
            .LoadToml("[[chain]]\nname = \"a\"\nsteps = [{ filter = \"equal\", field = \"A\", value = 1 }]\n")
            .AddChain("b", static chain => chain.Filter("equals", ("filed", "A"), ("value", 1)).Then("c").Action("log", ("message", "{")));
        PyruseConfigurationException refused = Assert.Throws<PyruseConfigurationException>(() => builder.Build())!;
        Assert.That(refused.Message, Is.EqualTo("""
            The configuration is refused:
            (code), chain "b", step 1: error: There is no chain "c" to go to; did you mean "a"?
            (code), chain "b", step 2: warning: [PYR101] In chain "b", step 2 and what follows it can't be reached: the filter before it goes to "c". Move "then" to the last step, or remove the dead ones.
            (text).toml:3:21: error: There is no filter "equal"; did you mean "equals"?
            (code), chain "b", step 1: error: The filter "equals" has no argument "filed"; did you mean "field"?
            (code), chain "b", step 1: error: The filter "equals" needs the argument "field": the name of a field.
            (code), chain "b", step 2: error: The argument "message" of the action "log" is wrong. The "{" opens a placeholder that is never closed; close it with "}", or write "{{" for a literal brace. (column 1 of the text)
            """));
    }

    [Test]
    public void A_lambda_takes_no_arguments() => Assert.That(
        () => Embedded.Builder().AddFilter("mine", static _ => true).AddChain("a", static chain => chain.Filter("mine", ("field", "A"))).Build(),
        Throws.TypeOf<PyruseConfigurationException>().With.Message.Contains("The filter \"mine\" has no argument \"field\"; it takes none."));

    [Test]
    public void Two_modules_of_one_name_are_a_mistake() => Assert.That(
        () => Embedded.Builder().AddFilter("equals", static _ => true).LogAll().Build(),
        Throws.TypeOf<PyruseConfigurationException>().With.Message.Contains("There are two filters named \"equals\""));

    [Test]
    public void A_program_without_chains_is_a_mistake() => Assert.That(
        () => Embedded.Builder().Build(), Throws.TypeOf<PyruseConfigurationException>().With.Message.Contains("(code): error: There is no chain"));

    [Test]
    public void A_missing_plugins_directory_is_a_mistake() => Assert.That(
        () => Embedded.Builder().LogAll().AddPlugins("/nowhere").Build(), Throws.TypeOf<PyruseConfigurationException>().With.Message.Contains("There is no plugins directory \"/nowhere\""));

    [Test]
    public void Two_sources_of_one_name_are_a_mistake() => Assert.That(
        () => Embedded.Builder().LogAll().AddSource("s", Embedded.Sequence()).AddSource("s", Embedded.Sequence()).Build(),
        Throws.TypeOf<PyruseConfigurationException>().With.Message.Contains("There are two sources named \"s\""));

    [Test]
    public void What_makes_no_sense_is_refused_where_it_is_written() => Assert.Multiple(static () =>
    {
        Assert.That(() => Embedded.Builder().LoadToml("").LoadToml(""), Throws.InvalidOperationException);
        Assert.That(() => Embedded.Builder().AddModule<Directory>(), Throws.TypeOf<ModuleException>().With.Message.Contains("is no module"));
        Assert.That(() => Embedded.Builder().AddChain("a", static chain => chain.Then("b")), Throws.InvalidOperationException);
        Assert.That(() => Embedded.Builder().AddChain("a", static chain => chain.Action("noop").Else("b")), Throws.InvalidOperationException);
        Assert.That(() => Embedded.Builder().AddChain("a", static chain => chain.Action("log", ("message", new object()))), Throws.ArgumentException.With.Message.Contains("is of type Object"));
        Assert.That(() => Embedded.Builder().AddChain("a", static chain => chain.Action("log", ("message", "a"), ("message", "b"))), Throws.ArgumentException.With.Message.Contains("given twice"));
    });

    [Test]
    public async Task Warnings_go_to_the_log()
    {
        var log = new RecordingLogger();
        await Embedded.Builder().UseLogger(log)
            .AddChain("a", static chain => chain.Filter(static _ => true).Then("b").Action("noop")).AddChain("b", static chain => chain.Action("noop")).RunAsync();
        Assert.That(log.Messages, Has.Exactly(1).Contains("step 2 and what follows it can't be reached"));
    }

    [Test]
    public async Task Settings_can_be_changed_in_code()
    {
        IReadOnlyList<string> lines = await Embedded.Builder()
            .Configure(static settings => settings with { Bans = settings.Bans with { Never = [System.Net.IPNetwork.Parse("192.0.2.0/24")] } })
            .AddChain("a", static chain => chain.Action("ipsetBan", ("IP", "MESSAGE"), ("ipSetIPv4", "four"), ("ipSetIPv6", "six")))
            .RunAsync("192.0.2.1", "198.51.100.1");
        Assert.That(lines, Is.EqualTo(new[] { "ban 198.51.100.1" }));
    }

    private sealed class EndsWithB : IFilter
    {
        public bool Matches(LogEntry entry) => entry["MESSAGE"]!.EndsWith('b');
    }

    /// <summary>Something that only the program has.</summary>
    public sealed record Directory(IReadOnlyList<string> Users);

    /// <summary>A module of the program.</summary>
    [Filter("isKnown")]
    public sealed class IsKnownFilter(Field field, Directory directory) : IFilter
    {
        /// <inheritdoc/>
        public bool Matches(LogEntry entry) => directory.Users.Contains(entry.First(field).Text!);
    }
}
