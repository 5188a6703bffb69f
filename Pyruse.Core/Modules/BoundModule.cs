using Pyruse.Core.Configuration;

namespace Pyruse.Core.Modules;

/// <summary>A module that was made from a table of a configuration.</summary>
/// <param name="descriptor">What it is.</param>
/// <param name="instance">The filter, action or source.</param>
/// <param name="arguments">Gives all its arguments; asked for once, and only by those who explain or check.</param>
internal sealed class BoundModule(ModuleDescriptor descriptor, object instance, Func<IReadOnlyList<BoundArgument>> arguments)
{
    private readonly Lazy<IReadOnlyList<BoundArgument>> _arguments = new(arguments);

    /// <summary>What it is.</summary>
    public ModuleDescriptor Descriptor => descriptor;

    /// <summary>The filter, action or source.</summary>
    public object Instance => instance;

    /// <summary>All its arguments, also those that the configuration leaves out.</summary>
    public IReadOnlyList<BoundArgument> Arguments => _arguments.Value;
}

/// <summary>An argument as a module's constructor got it.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Value">The value, converted to the parameter's type.</param>
/// <param name="Node">What the configuration says; null: it leaves the argument out.</param>
internal sealed record BoundArgument(ModuleParameter Parameter, object? Value, ConfigNode? Node)
{
    /// <summary>The values of a type that the argument has: itself, the items of a list, or the values of a table.</summary>
    public IEnumerable<T> Values<T>()
        where T : class =>
        Value switch
        {
            T one => [one],
            IEnumerable<T> list => list,
            System.Collections.IDictionary table => table.Values.OfType<T>(),
            _ => [],
        };
}
