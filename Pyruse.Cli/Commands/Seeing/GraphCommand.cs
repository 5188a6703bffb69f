using System.CommandLine;
using Pyruse.Cli.Output;
using Pyruse.Core.Chains.Observing;
using Pyruse.Reporting.Graphs;

namespace Pyruse.Cli.Commands.Seeing;

/// <summary>The form of a drawing.</summary>
internal enum GraphFormat
{
    Html,
    Svg,
    Dot,
}

/// <summary><c>pyruse graph</c>: the workflow as a drawing.</summary>
internal static class GraphCommand
{
    public static Command Create()
    {
        Option<string> config = CommonOptions.Config();
        Option<string[]> plugins = CommonOptions.Plugins();
        var history = new HistoryOptions();
        var format = new Option<GraphFormat>("--format")
        {
            Description = "html: a page (default). svg: a picture. Both need no other file. dot: for Graphviz.", HelpName = "html|svg|dot",
        };
        format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "html", "svg", "dot");
        var counts = new Option<bool>("--counts") { Description = "Run the entries of the configuration's sources, and say how many go which way. A place or a span of time implies it." };
        var command = new Command("graph", "Draw the chains and how entries go from one to another, on standard output; with a place of stored entries, how many go which way.")
        {
            config, plugins, format, counts,
        };
        history.AddTo(command);
        command.SetAction(parsed => ObservedReplay.With(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(plugins),
            replay => Run(replay, parsed.GetValue(counts) || history.AreGiven(parsed) ? history.Of(parsed) : null, parsed.GetValue(format))));
        return command;
    }

    private static int Run(ObservedReplay replay, History? history, GraphFormat format)
    {
        var statistics = new WalkStatistics();
        int result = history is null ? replay.Run(replay.Configuration, statistics, adaptSource: null) : replay.Run(history, statistics);
        if (result != ExitCode.Done)
            return result;
        var graph = WorkflowGraph.Of(history?.In(replay.Configuration) ?? replay.Configuration, statistics, hasRun: history is not null);
        // Not disposed of: closing it would try once more to write what could not be written.
        TextWriter output = StandardOutput.OpenText();
        try
        {
            Write(graph, format, output);
            output.Flush();
        }
        catch (IOException exception) when (StandardOutput.IsClosedPipe(exception))
        {
            return ExitCode.Failed;
        }
        if (!replay.IsInterrupted)
            return ExitCode.Done;
        Console.Error.WriteLine("pyruse: Interrupted: the numbers are of the entries up to then.");
        return ExitCode.Failed;
    }

    private static void Write(WorkflowGraph graph, GraphFormat format, TextWriter output)
    {
        switch (format)
        {
            case GraphFormat.Dot:
                GraphDot.Write(graph, output);
                break;
            case GraphFormat.Svg:
                GraphSvg.Write(graph, output);
                break;
            default:
                GraphPage.Write(graph, output);
                break;
        }
    }
}
