using Pyruse.Benchmarks.Measuring;

namespace Pyruse.Benchmarks.Live;

/// <summary>Configurations of daemons that are measured: the 87 chains, and before them one that answers each event with an effect.</summary>
internal static class LiveConfig
{
    /// <summary>Writes one.</summary>
    /// <param name="scratch">The directory for it and its state.</param>
    /// <param name="name">Its name.</param>
    /// <param name="source">The source's keys, as TOML.</param>
    /// <param name="effects">The socket that effects go to.</param>
    /// <returns>Its path.</returns>
    public static string Write(ScratchDirectory scratch, string name, string source, string effects) => scratch.Write($"{name}.toml", $$"""
        storage = "{{scratch[name]}}"
        [report]
        enabled = false
        [email]
        file = "{{scratch["mail"]}}"
        [bans]
        dry_run = true
        [journal]
        socket = "{{effects}}"
        [[source]]
        type = "journal"
        {{source}}
        [[chain]]
        name = "Events"
        steps = [
          { filter = "equals", field = "SYSLOG_IDENTIFIER", value = "{{LiveEvent.Identifier}}" },
          { action = "log", level = "INFO", message = "{MESSAGE}" },
        ]

        {{File.ReadAllText(CommonOptions.Workflow(null))}}
        """);
}
