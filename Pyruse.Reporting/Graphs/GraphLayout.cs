using Pyruse.Core.Chains.Observing;

namespace Pyruse.Reporting.Graphs;

/// <summary>Where a chain's box lies.</summary>
/// <param name="Column">0: the list. 1: the jump chains beside it.</param>
/// <param name="Top">The upper edge.</param>
/// <param name="Height">The height.</param>
/// <param name="LinkRows">For each step, the middle of the line of its <c>then</c> and of its <c>else</c>; 0 where it has none.</param>
internal sealed record GraphBox(int Column, int Top, int Height, IReadOnlyList<(int Then, int Else)> LinkRows)
{
    public int Bottom => Top + Height;
}

/// <summary>A link's way: from a box out into the space beside its column, up or down a lane there, and into another box.</summary>
/// <param name="Link">The link.</param>
/// <param name="Gutter">0: left of the list. 1: between the columns. 2: right of the jump chains.</param>
/// <param name="Lane">Which lane of that space, counted from the left.</param>
/// <param name="FromY">Where it leaves.</param>
/// <param name="ToY">Where it enters.</param>
internal sealed record GraphRoute(GraphLink Link, int Gutter, int Lane, int FromY, int ToY);

/// <summary>How a workflow is laid out: the list of chains goes down the page, beside each are the chains that it jumps to. Links lie in the space between, so that no box is crossed.</summary>
/// <param name="Boxes">The boxes, in the order of the chains.</param>
/// <param name="Routes">The ways of all links but those in <paramref name="Straight"/>.</param>
/// <param name="Straight">The links from a chain of the list to the one that is drawn below it.</param>
/// <param name="Lanes">How many lanes each of the three spaces has.</param>
/// <param name="Height">The height of all.</param>
internal sealed record GraphLayout(IReadOnlyList<GraphBox> Boxes, IReadOnlyList<GraphRoute> Routes, IReadOnlyList<GraphLink> Straight, IReadOnlyList<int> Lanes, int Height)
{
    public static GraphLayout Of(WorkflowGraph graph)
    {
        IReadOnlyList<GraphBox> boxes = BoxPlacer.Place(graph);
        int[] list = [.. Enumerable.Range(0, boxes.Count).Where(chain => boxes[chain].Column == 0)];
        HashSet<(int, int)> neighbours = [.. list.Zip(list.Skip(1))];
        GraphLink[] straight = [.. graph.Links.Where(link => link.Kind == GraphLinkKind.Next && neighbours.Contains((link.From, link.To)))];
        GraphRoute[] routes = [.. graph.Links.Except(straight).Select(link => Route(link, boxes))];
        int[] lanes = [.. Enumerable.Range(0, 3).Select(gutter => AssignLanes(routes, gutter))];
        return new(boxes, routes, straight, lanes, boxes.Max(static box => box.Bottom) + BoxPlacer.Margin);
    }

    private static GraphRoute Route(GraphLink link, IReadOnlyList<GraphBox> boxes)
    {
        GraphBox from = boxes[link.From];
        GraphBox to = boxes[link.To];
        int gutter = from.Column != to.Column ? 1 : from.Column == 0 ? 0 : 2;
        int leaves = link.Kind switch
        {
            GraphLinkKind.Then => from.LinkRows[link.Step].Then,
            GraphLinkKind.Else => from.LinkRows[link.Step].Else,
            _ => from.Bottom - (BoxPlacer.Padding / 2) - 1,
        };
        // Links by default enter a little below those by choice.
        return new(link, gutter, 0, leaves, to.Top + (BoxPlacer.HeaderHeight / 2) + (link.Kind == GraphLinkKind.Next ? 6 : -3));
    }

    /// <summary>Gives links to the same place the same lane, and others the first one that is free over their whole length.</summary>
    private static int AssignLanes(GraphRoute[] routes, int gutter)
    {
        var ends = new List<List<(int Low, int High)>>();
        var groups = routes.Select((route, index) => (route, index)).Where(pair => pair.route.Gutter == gutter)
            .GroupBy(static pair => (pair.route.Link.To, IsNext: pair.route.Link.Kind == GraphLinkKind.Next))
            .Select(static group => (Items: group.ToArray(), Low: group.Min(static pair => Math.Min(pair.route.FromY, pair.route.ToY)), High: group.Max(static pair => Math.Max(pair.route.FromY, pair.route.ToY))));
        // The longest ways lie farthest out, so that short ones cross fewer.
        foreach ((var items, int low, int high) in groups.OrderBy(static group => group.High - group.Low).ThenBy(static group => group.Low))
        {
            int lane = ends.FindIndex(taken => taken.TrueForAll(span => high + 4 < span.Low || low - 4 > span.High));
            if (lane < 0)
            {
                lane = ends.Count;
                ends.Add([]);
            }
            ends[lane].Add((low, high));
            foreach ((GraphRoute route, int index) in items)
                routes[index] = route with { Lane = lane };
        }
        return ends.Count;
    }
}
