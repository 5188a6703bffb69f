using Pyruse.Core.Configuration;

namespace Pyruse.Cli.Daemon;

/// <summary>Settings that a daemon keeps as it was started with, whatever a new configuration says.</summary>
internal static class FixedSettings
{
    /// <summary>Gives a new configuration with what can't change taken from the old one.</summary>
    /// <param name="running">The configuration that the daemon was started with, or one made of it here.</param>
    /// <param name="wanted">The new one.</param>
    /// <param name="differences">Takes the keys whose new values have to wait for a restart.</param>
    public static PyruseConfiguration Keep(PyruseConfiguration running, PyruseConfiguration wanted, ICollection<string> differences)
    {
        if (running.Storage != wanted.Storage)
            differences.Add($"storage (it stays {running.Storage})");
        if (running.Journal.Socket?.FullName != wanted.Journal.Socket?.FullName)
            differences.Add("socket of [journal]");
        if (running.Effects != wanted.Effects)
            differences.Add("workers of [effects]");
        if (running.Bans.Remember != wanted.Bans.Remember)
            differences.Add("remember of [bans]");
        return wanted with
        {
            Storage = running.Storage,
            Journal = running.Journal,
            Effects = running.Effects,
            Bans = wanted.Bans with { Remember = running.Bans.Remember },
        };
    }
}
