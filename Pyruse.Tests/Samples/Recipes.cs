using Pyruse.Core.Effects;
using Pyruse.Tests.Cli;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Samples;

/// <summary>Runs entries through a recipe of samples/recipes/conf.d.</summary>
internal static class Recipes
{
    /// <summary>The address that tests attack from; 192.0.2.66 is who must never be hit in its place.</summary>
    public const string Attacker = "203.0.113.7";

    /// <summary>The directory with the recipes and the settings that they need.</summary>
    public static string Directory { get; } = Path.Combine(PyruseProgram.Root, "samples", "recipes");

    /// <summary>What a recipe makes of messages, each with the same further fields (<c>A=text | B=text</c>), a second apart.</summary>
    public static WorkflowRun Run(string recipe, string fields, params IEnumerable<string> messages) =>
        Run(recipe, messages.Select((message, i) => TestEntries.AtSecond(i, $"{fields} | _HOSTNAME=srv | MESSAGE={message}")));

    /// <summary>What a recipe makes of entries; none of its steps may fail.</summary>
    public static WorkflowRun Run(string recipe, IEnumerable<TestEntry> entries)
    {
        WorkflowRun run = Workflows.Run(File.ReadAllText(Path.Combine(Directory, "conf.d", recipe + ".toml")), entries);
        Assert.That(run.Failures, Is.Empty);
        return run;
    }

    /// <summary>The addresses that a recipe bans for a message that comes so many times.</summary>
    public static IEnumerable<string> Banned(string recipe, string fields, string message, int times = 10) =>
        Run(recipe, fields, Enumerable.Repeat(message, times)).Effects.OfType<BanEffect>().Select(static ban => ban.Address.ToString()).Distinct();

    /// <summary>The subjects of mails.</summary>
    public static IEnumerable<string> Subjects(this WorkflowRun run) => run.Effects.OfType<EmailEffect>().Select(static mail => mail.Subject);

    /// <summary>The lines of the daily report, each with its level.</summary>
    public static IEnumerable<string> ReportLines(this WorkflowRun run) => run.Effects.OfType<ReportEffect>().Select(static line => $"{line.Level}: {line.Message}".ToUpperInvariant());
}
