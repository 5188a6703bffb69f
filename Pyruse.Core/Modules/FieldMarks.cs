namespace Pyruse.Core.Modules;

/// <summary>Marks a parameter of type <see cref="Entries.Field"/>, or a list of these, whose fields the module sets in entries instead of reading them.</summary>
/// <remarks>
/// What needs no mark: fields are read, a <see cref="Templates.MessageTemplate"/> reads its fields, a <see cref="Patterns.LogPattern"/> sets those that its
/// named groups have the names of. <c>pyruse check</c> finds fields that nothing sets by this, <c>pyruse explain</c> shows what a step set.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SetsAttribute : Attribute;

/// <summary>Says that the modules of an assembly mark all fields that they set with <see cref="SetsAttribute"/>.</summary>
/// <remarks>
/// Without it, a module none of whose parameters has that mark is presumed to set any field, since it may come from before there were marks; then
/// <c>pyruse check</c> says nothing about fields that the steps after it use.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SetsAreMarkedAttribute : Attribute;
