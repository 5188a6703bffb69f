using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pyruse.Cli.Output;
using Pyruse.Core.Configuration;
using Pyruse.Core.Hosting;
using Pyruse.Core.Lint;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.Reporting;

namespace Pyruse.Cli.Commands;

/// <summary><c>pyruse check</c>: reads a configuration, loads all modules, and prints every error and warning, also about what works but is probably not meant.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<OutputFormat> format = CommonOptions.Format();
        var allow = new Option<string[]>("--allow")
        {
            Description = "Say nothing of a code. May be given several times. In TOML, a comment does it too: # pyruse: allow CODE the reason",
            HelpName = "CODE",
            DefaultValueFactory = static _ => [],
        };
        allow.Validators.Add(static result =>
        {
            foreach (string code in result.Tokens.Select(static token => token.Value).Where(static code => LintCodes.Find(code) is null))
                result.AddError($"There is no code \"{code}\"{Suggestion.OrStop(code, LintCodes.All.Select(static known => known.Code))}");
        });
        var strict = new Option<bool>("--strict") { Description = "End with 1 if there is any warning." };
        var command = new Command("check", "Read the configuration, load all modules, and print every error and warning.") { config, plugins, format, allow, strict };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(plugins), parsed.GetValue(format),
            [.. parsed.GetRequiredValue(allow).Select(LintCodes.Find).OfType<LintCode>()], parsed.GetValue(strict)));
        return command;
    }

    private static int Run(string config, string[] plugins, OutputFormat format, LintCode[] allowed, bool isStrict)
    {
        var diagnostics = new DiagnosticBag();
        if (Setup.Load(config, plugins, diagnostics) is { } setup)
        {
            using var store = new MemoryStateStore(capacity: 0);
            using PyruseEngine? engine = PyruseEngine.Create(setup.Configuration, setup.Catalog, new EngineHost { Store = store, Logger = new ConsoleLogger(LogLevel.Warning) }, diagnostics);
            CheckTemplates(setup.Configuration, diagnostics);
            if (engine is not null && !diagnostics.HasErrors)
                Linter.Check(setup.Configuration, engine.Workflow, diagnostics, allowed);
            if (!diagnostics.HasErrors && format == OutputFormat.Text)
                Console.WriteLine($"{config}: the configuration is right: {setup.Configuration.Chains.Count} chains with {setup.Configuration.Chains.Sum(static chain => chain.Steps.Count)} steps.");
        }
        if (format == OutputFormat.Text)
            Setup.Report(diagnostics, Console.Error);
        else
            PrintJson(diagnostics);
        return diagnostics.HasErrors ? ExitCode.Configuration : isStrict && diagnostics.Items.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static void CheckTemplates(PyruseConfiguration configuration, DiagnosticBag diagnostics)
    {
        if (configuration.Report.Template is not { } directory)
            return;
        try
        {
            new HandlebarsForms(directory, configuration.Report.MaxKilobytes * 1024).Check();
        }
        catch (ReportFormException exception)
        {
            diagnostics.Error(new(configuration.File, 0, 0), $"[report] template: {exception.Message}");
        }
    }

    private static void PrintJson(DiagnosticBag diagnostics)
    {
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (Diagnostic diagnostic in Setup.InOrder(diagnostics))
            {
                writer.WriteStartObject();
                writer.WriteString("severity", diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning");
                writer.WriteString("file", diagnostic.Position.File);
                writer.WriteNumber("line", diagnostic.Position.Line);
                writer.WriteNumber("column", diagnostic.Position.Column);
                writer.WriteString("code", diagnostic.Code);
                writer.WriteString("message", diagnostic.Message);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }
}
