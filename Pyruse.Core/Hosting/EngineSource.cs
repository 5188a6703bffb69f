using Pyruse.Core.Chains;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Hosting;

/// <summary>A source of an engine.</summary>
/// <param name="Name">The name under which its position is kept.</param>
/// <param name="Source">The source.</param>
/// <param name="StartChain">The chain that its entries start at; null: the first chain of the list.</param>
internal sealed record EngineSource(string Name, ISource Source, string? StartChain)
{
    /// <summary>The node that its entries start at.</summary>
    public int FirstNode(Workflow workflow) => StartChain is null ? workflow.Start : workflow.Starts[StartChain];
}
