using System.Net;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Core.Patterns;

namespace Pyruse.Core.Lint;

/// <summary>What rules ask about a step: what its module works with, and its arguments.</summary>
internal static class StepTraits
{
    /// <summary>Whether the module asks for a service.</summary>
    public static bool Uses<T>(this WorkflowStep step) => step.Bound?.Descriptor.Parameters.Any(static parameter => parameter.Parameter.ParameterType == typeof(T)) == true;

    /// <summary>The arguments that the step was made from.</summary>
    public static IEnumerable<BoundArgument> Arguments(this WorkflowStep step) => step.Bound?.Arguments ?? [];

    /// <summary>The fields that hold addresses which the step bans.</summary>
    public static IEnumerable<Field> BannedFields(this WorkflowStep step) =>
        step.Uses<IBans>() ? step.Arguments().Where(static argument => !argument.Parameter.IsSet).SelectMany(static argument => argument.Values<Field>()) : [];

    /// <summary>The fields that the step compares with networks.</summary>
    public static IEnumerable<Field> FieldsInNetworks(this WorkflowStep step) =>
        step.Arguments().Any(static argument => argument.Value is IPNetwork[]) ? step.Fields.Reads : [];

    /// <summary>The regular expressions of the step, each with its place.</summary>
    public static IEnumerable<(LogPattern Pattern, SourcePosition Position)> Patterns(this WorkflowStep step) =>
        from argument in step.Arguments()
        from item in argument.Values<LogPattern>().Select((pattern, index) => (pattern, index))
        select (item.pattern, argument.PositionOf(item.index, step));

    /// <summary>The place of an item of an argument, or of the argument itself.</summary>
    public static SourcePosition PositionOf(this BoundArgument argument, int item, WorkflowStep step) => argument.Node switch
    {
        ConfigArray list when item < list.Items.Count => list.Items[item].Position,
        { } node => node.Position,
        null => step.Position,
    };

    /// <summary>The groups of a pattern that become a field; those without a name are named by the argument "save", in their order.</summary>
    public static IEnumerable<int> GroupsOf(this WorkflowStep step, LogPattern pattern, Field field)
    {
        Field[] saved = [.. step.Arguments().Where(static argument => argument.Parameter.IsSet && argument.Value is Field[]).SelectMany(static argument => argument.Values<Field>())];
        int unnamed = 0;
        foreach (PatternGroup group in pattern.Groups)
        {
            string? name = group.Name ?? (unnamed < saved.Length ? saved[unnamed].Name : null);
            unnamed += group.Name is null ? 1 : 0;
            if (name == field.Name)
                yield return group.Number;
        }
    }

    /// <summary>The name of the counter that the step works with.</summary>
    public static string? Counter(this WorkflowStep step) => step.Uses<ICounters>()
        ? step.Arguments().FirstOrDefault(static argument => argument.Parameter.Name == "counter")?.Value as string
        : null;
}
