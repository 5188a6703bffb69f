using System.CommandLine;
using BenchmarkDotNet.Running;

namespace Pyruse.Benchmarks.Micro;

/// <summary><c>micro</c>: measures single operations with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var command = new Command("micro", "Measure single operations with BenchmarkDotNet, which gets all further arguments: --filter '*Walk*', --job short, --list flat, …")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(static parsed =>
        {
            string[] arguments = [.. parsed.UnmatchedTokens];
            BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments);
        });
        return command;
    }
}
