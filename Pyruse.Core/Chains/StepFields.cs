using System.Reflection;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Core.Patterns;
using Pyruse.Core.Templates;

namespace Pyruse.Core.Chains;

/// <summary>Which fields of an entry a step uses, as far as its arguments name them.</summary>
/// <param name="Reads">The fields that it looks at, those in templates too; each once, in the order of the arguments.</param>
/// <param name="Sets">The fields that it may set: those marked with <see cref="SetsAttribute"/>, and the named groups of regular expressions.</param>
public sealed record StepFields(IReadOnlyList<Field> Reads, IReadOnlyList<Field> Sets)
{
    /// <summary>A step that names no field.</summary>
    public static StepFields None { get; } = new([], []);

    /// <summary>Whether the step sets no other field than <see cref="Sets"/>: it is known of modules that mark what they set.</summary>
    public bool AreAllSetsKnown { get; init; } = true;

    /// <summary>Finds out what a module uses.</summary>
    internal static StepFields Of(BoundModule module, FieldTable fields)
    {
        IEnumerable<Field> read = module.Arguments.SelectMany(static argument =>
            (argument.Parameter.IsSet ? [] : argument.Values<Field>()).Concat(argument.Values<MessageTemplate>().SelectMany(static template => template.Fields)));
        IEnumerable<Field> set = module.Arguments.SelectMany(argument =>
            (argument.Parameter.IsSet ? argument.Values<Field>() : []).Concat(argument.Values<LogPattern>().SelectMany(pattern => GroupsOf(pattern, fields))));
        return new([.. read.Distinct()], [.. set.Distinct()]) { AreAllSetsKnown = AreMarked(module.Descriptor) };
    }

    /// <summary>The fields that have the names of a pattern's groups. A name that is no field by now is not one that the module sets.</summary>
    internal static IEnumerable<Field> GroupsOf(LogPattern pattern, FieldTable fields)
    {
        foreach (PatternGroup group in pattern.Groups)
        {
            if (group.Name is not null && fields.TryFind(group.Name, out Field? field))
                yield return field;
        }
    }

    private static bool AreMarked(ModuleDescriptor module) =>
        module.Factory is null && (module.Arguments.Any(static argument => argument.IsSet) || module.Type.Assembly.IsDefined(typeof(SetsAreMarkedAttribute)));
}
