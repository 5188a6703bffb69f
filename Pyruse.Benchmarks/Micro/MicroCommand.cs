using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Pyruse.Benchmarks.Measuring;
using Pyruse.Benchmarks.Output;

namespace Pyruse.Benchmarks.Micro;

/// <summary><c>micro</c>: measures single operations with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    /// <summary>Two minutes, the default, are not enough on a busy machine.</summary>
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The names of the cases are to be read.</summary>
    private const int ParameterWidth = 40;

    public static Command Create()
    {
        Option<bool> update = CommonOptions.Update();
        var command = new Command("micro", "Measure single operations with BenchmarkDotNet, which gets all further arguments: --filter '*Walk*', --job short, --list flat, …")
        {
            update,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
        {
            Provenance from = Provenance.Now(parsed.Tokens.Select(static token => token.Value));
            string[] arguments = [.. parsed.UnmatchedTokens];
            ManualConfig config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(BuildTimeout)
                .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(ParameterWidth));
            Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config)];
            if (summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.IsEmpty || summary.Reports.Any(static report => !report.Success)))
                throw new BenchmarkException("Not everything could be measured; see above.");
            if (parsed.GetValue(update))
                PerformanceDocument.Update("micro", $"{from}\n{string.Concat(summaries.Select(TableOf))}");
        });
        return command;
    }

    private static string TableOf(Summary summary)
    {
        var text = new AccumulationLogger();
        MarkdownExporter.GitHub.ExportToLog(summary, text);
        // What comes before is about the machine, again for each table; what is bold, is so because it comes first in its group.
        string[] table = [.. text.GetLog().Split('\n').Where(static line => line.StartsWith('|')).Select(static line => line.Replace("**", "", StringComparison.Ordinal))];
        return $"\n`{summary.BenchmarksCases[0].Descriptor.Type.Name}`\n\n{string.Join('\n', table)}\n";
    }
}
