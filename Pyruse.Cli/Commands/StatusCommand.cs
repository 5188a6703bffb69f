using System.CommandLine;
using System.Text.Json;
using Pyruse.Cli.Status;
using Pyruse.Core.Configuration;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse status</c>: does the daemon run, and is it well?</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<OutputFormat> format = CommonOptions.Format();
        var storage = new Option<string?>("--storage") { Description = "The daemon's storage directory. Default: that of the configuration.", HelpName = "DIR" };
        var command = new Command("status", "Ask the running daemon how it is: 1 if it does not run, or if something is not as it should be.") { config, storage, format };
        command.SetAction((parsed, cancellationToken) =>
            AskAsync(parsed.GetValue(storage) ?? StorageOf(parsed.GetRequiredValue(config)), parsed.GetValue(format), cancellationToken));
        return command;
    }

    /// <summary>A configuration with mistakes does not keep the daemon from being asked: it has refused them, and goes on with an older one.</summary>
    private static string StorageOf(string config)
    {
        var diagnostics = new DiagnosticBag();
        PyruseConfiguration? configuration = ConfigurationFile.Read(config, diagnostics);
        string storage = configuration?.Storage ?? new PyruseConfiguration { File = config, Directory = "/" }.Storage;
        if (configuration is null)
            Console.Error.WriteLine($"pyruse: warning: {diagnostics.Items[0]} The storage {storage} is tried, the usual one; name another with --storage.");
        else if (diagnostics.HasErrors)
            Console.Error.WriteLine($"pyruse: warning: The configuration {config} has mistakes; \"pyruse check\" names them.");
        return storage;
    }

    private static async Task<int> AskAsync(string storage, OutputFormat format, CancellationToken cancellationToken)
    {
        try
        {
            DaemonStatus status = await StatusClient.AskAsync(storage, cancellationToken).ConfigureAwait(false);
            if (format == OutputFormat.Json)
                Console.Out.WriteLine(JsonSerializer.Serialize(status, StatusJson.Default.DaemonStatus));
            else
                StatusText.Write(status, TimeProvider.System.GetUtcNow(), Console.Out);
            return status is { Running: true, Problems.Count: 0 } ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
    }
}
