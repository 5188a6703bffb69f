using Pyruse.Core.Chains.Observing;

namespace Pyruse.Reporting.Graphs;

/// <summary>Gives every chain of a workflow its box on the page.</summary>
internal sealed class BoxPlacer
{
    public const int HeaderHeight = 28;
    public const int StartHeight = 18;
    public const int StepHeight = 21;
    public const int LinkHeight = 17;
    public const int Padding = 7;
    public const int Margin = 20;

    private const int Gap = 30;
    private const int JumpGap = 16;

    private readonly WorkflowGraph _graph;
    private readonly GraphBox?[] _boxes;
    private readonly ILookup<int, GraphLink> _linksFrom;

    private BoxPlacer(WorkflowGraph graph)
    {
        _graph = graph;
        _boxes = new GraphBox?[graph.Chains.Count];
        _linksFrom = graph.Links.Where(static link => link.Kind != GraphLinkKind.Next).ToLookup(static link => link.From);
    }

    /// <summary>Gives the boxes, in the order of the chains.</summary>
    public static IReadOnlyList<GraphBox> Place(WorkflowGraph graph)
    {
        var placer = new BoxPlacer(graph);
        placer.Place();
        return [.. placer._boxes.OfType<GraphBox>()];
    }

    private void Place()
    {
        int top = Margin;
        int jumpTop = Margin;
        for (int i = 0; i < _boxes.Length; i++)
        {
            if (_graph.Chains[i].Kind is GraphChainKind.Jump or GraphChainKind.Unreachable)
                continue;
            // A chain begins below what the one before it jumps to, so that these stay beside each other.
            top = Math.Max(top, jumpTop);
            _boxes[i] = Box(i, 0, top);
            jumpTop = PlaceTargets(i, top);
            top = _boxes[i]!.Bottom + Gap;
        }
        for (int i = 0; i < _boxes.Length; i++)
        {
            // What is left is reached from nowhere.
            if (_boxes[i] is null)
            {
                _boxes[i] = Box(i, 1, jumpTop);
                jumpTop = _boxes[i]!.Bottom + JumpGap;
            }
        }
    }

    /// <summary>Places the jump chains that a chain leads to and that have no place yet; gives where the next may begin.</summary>
    private int PlaceTargets(int chain, int top)
    {
        foreach (GraphLink link in _linksFrom[chain])
        {
            if (_boxes[link.To] is not null || _graph.Chains[link.To].Kind != GraphChainKind.Jump)
                continue;
            _boxes[link.To] = Box(link.To, 1, top);
            top = PlaceTargets(link.To, _boxes[link.To]!.Bottom + JumpGap);
        }
        return top;
    }

    private GraphBox Box(int chain, int column, int top)
    {
        GraphChain drawn = _graph.Chains[chain];
        int y = top + HeaderHeight + (drawn.StartsOf.Count * StartHeight);
        var rows = new List<(int, int)>();
        for (int step = 0; step < drawn.Steps.Count; step++)
        {
            y += StepHeight;
            int then = Row(GraphLinkKind.Then, step, ref y);
            rows.Add((then, Row(GraphLinkKind.Else, step, ref y)));
        }
        return new(column, top, y + Padding - top, rows);

        int Row(GraphLinkKind kind, int step, ref int y)
        {
            if (!_linksFrom[chain].Any(link => link.Step == step && link.Kind == kind))
                return 0;
            y += LinkHeight;
            return y - (LinkHeight / 2);
        }
    }
}
