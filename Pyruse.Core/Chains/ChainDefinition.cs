using Pyruse.Core.Configuration;

namespace Pyruse.Core.Chains;

/// <summary>What a step of a chain is.</summary>
public enum StepKind
{
    /// <summary>It answers yes or no.</summary>
    Filter,

    /// <summary>It does something.</summary>
    Action,
}

/// <summary>A chain as the configuration has it.</summary>
/// <param name="Name">The name, unique in the workflow.</param>
/// <param name="Position">Where the configuration has it.</param>
/// <param name="Steps">The steps, in order; at least one.</param>
public sealed record ChainDefinition(string Name, SourcePosition Position, IReadOnlyList<StepDefinition> Steps);

/// <summary>A step as the configuration has it.</summary>
/// <param name="Kind">Filter or action.</param>
/// <param name="Module">The name of the module, and where it stands.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Position">Where the step begins.</param>
/// <param name="Then">Where an entry goes that passed the filter, or on which the action was done; null: the default.</param>
/// <param name="Else">Where an entry goes that did not pass the filter; null: the default.</param>
public sealed record StepDefinition(StepKind Kind, Positioned<string> Module, ConfigTable Arguments, SourcePosition Position, Positioned<string>? Then, Positioned<string>? Else);

/// <summary>A value and where the configuration has it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Position">Where it stands.</param>
public sealed record Positioned<T>(T Value, SourcePosition Position);
