using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Pyruse.Core.Chains;

/// <summary>What an entry must have so that anything can come of it, as far as the chains alone tell.</summary>
/// <param name="Field">A field.</param>
/// <param name="Values">Its values, as bytes; an entry with none of them goes through the workflow without any action.</param>
internal sealed record NeededValues(Field Field, IReadOnlyList<ReadOnlyMemory<byte>> Values)
{
    /// <summary>Finds out what entries need that start at a node.</summary>
    /// <returns>Null when something may come of any entry.</returns>
    /// <remarks>
    /// The way of an entry without the values is followed: filters that compare the field with them fail, filters that compare other fields may do either. Any
    /// other step ends the search: an action does something, and a filter that looks deeper may fail with a message.
    /// </remarks>
    public static NeededValues? Of(WorkflowNode[] nodes, int start)
    {
        if (start == Workflow.End || FieldOf(nodes[start]) is not { } field)
            return null;
        var values = new List<ReadOnlyMemory<byte>>();
        var seen = new HashSet<int>();
        var next = new Stack<int>([start]);
        while (next.TryPop(out int index))
        {
            if (index == Workflow.End || !seen.Add(index))
                continue;
            if (FieldOf(nodes[index]) is not { } compared)
                return null;
            next.Push(nodes[index].OnFail);
            if (compared == field)
                values.AddRange(((IEqualityFilter)nodes[index].Step.Filter!).Values.Select(static value => (ReadOnlyMemory<byte>)value.DecisiveBytes.ToArray()));
            else
                next.Push(nodes[index].OnPass);
        }
        return new(field, values);
    }

    /// <summary>The field that a node only compares with texts; null: it does something else.</summary>
    public static Field? FieldOf(in WorkflowNode node) =>
        node.Step.Filter is IEqualityFilter { Field.Type: FieldType.Text } filter && filter.Values.All(static value => !value.DecisiveBytes.IsEmpty)
            ? filter.Field
            : null;
}
