using Pyruse.Core.Effects;
using Pyruse.Core.Embedding;
using Pyruse.Plugins.Builtin;

namespace Pyruse.Tests.Embedding;

/// <summary>Engines inside of the tests' program.</summary>
internal static class Embedded
{
    /// <summary>A builder with the built-in modules.</summary>
    public static PyruseBuilder Builder() => new PyruseBuilder().AddBuiltinModules();

    /// <summary>A chain that logs the messages of all entries.</summary>
    public static PyruseBuilder LogAll(this PyruseBuilder builder, string message = "{MESSAGE}") =>
        builder.AddChain("all", chain => chain.Action("log", ("message", message)));

    /// <summary>Pushes entries with one message each, waits for the end, and gives the log lines that came of it.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(this PyruseBuilder builder, params string[] messages)
    {
        var lines = new List<string>();
        await using PyruseHost host = builder.OnEffect(effect => lines.Add(Line(effect))).Start();
        foreach (string message in messages)
            await host.PushAsync(("MESSAGE", message));
        await host.CompleteAsync();
        return lines;
    }

    /// <summary>An effect in a few words.</summary>
    public static string Line(Effect effect) => effect switch
    {
        LogEffect log => log.Message,
        ReportEffect report => $"report {report.Message}",
        BanEffect ban => $"ban {ban.Address}",
        EmailEffect mail => $"mail {mail.Subject}",
        _ => effect.Kind,
    };

    /// <summary>A sequence that yields entries with one message each.</summary>
    public static async IAsyncEnumerable<InputEntry> Sequence(params string[] messages)
    {
        foreach (string message in messages)
        {
            await Task.Yield();
            yield return new InputEntry(("MESSAGE", message));
        }
    }
}
