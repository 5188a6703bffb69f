using System.CommandLine;

namespace Pyruse.Cli;

/// <summary>The form of a result.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<string> Config() => new("--config", "-c")
    {
        Description = "The configuration file. Default: the variable PYRUSE_CONFIG, else /etc/pyruse/pyruse.toml, else /etc/pyruse/pyruse.json.",
        HelpName = "FILE",
        DefaultValueFactory = static _ => Setup.DefaultConfiguration(),
    };

    public static Option<string[]> Plugins() => new("--plugins")
    {
        Description = "A directory with plugins, beside the default one. May be given several times.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => [],
    };

    public static Option<OutputFormat> Format()
    {
        var format = new Option<OutputFormat>("--format") { Description = "The form of the result: text for people, json for programs.", HelpName = "text|json" };
        return format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "text", "json");
    }

    public static Option<bool> NoOptimise() => new("--no-optimise")
    {
        Description = "Walk the chains as they are written. The results are the same, only slower.",
        Hidden = true,
    };
}
