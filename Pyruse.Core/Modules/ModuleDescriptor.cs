using System.Reflection;

namespace Pyruse.Core.Modules;

/// <summary>What a module is.</summary>
public enum ModuleKind
{
    /// <summary>An <see cref="IFilter"/>.</summary>
    Filter,

    /// <summary>An <see cref="IAction"/>.</summary>
    Action,

    /// <summary>An <see cref="ISource"/>.</summary>
    Source,
}

/// <summary>A module: the class behind a step or a source.</summary>
public sealed class ModuleDescriptor
{
    private ModuleDescriptor(ModuleKind kind, string name, Type type, ConstructorInfo constructor)
    {
        Kind = kind;
        Name = name;
        Type = type;
        Constructor = constructor;
        Parameters = [.. constructor.GetParameters().Select(static parameter => new ModuleParameter(parameter))];
    }

    private ModuleDescriptor(ModuleKind kind, string name, Type type, Func<IServiceProvider, object> factory)
    {
        Kind = kind;
        Name = name;
        Type = type;
        Factory = factory;
        Parameters = [];
    }

    /// <summary>What the module is.</summary>
    public ModuleKind Kind { get; }

    /// <summary>The name that configurations use.</summary>
    public string Name { get; }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The file that the module comes from.</summary>
    public string Origin => Type.Assembly.Location;

    /// <summary>The arguments that a configuration can give, in the order of the constructor.</summary>
    public IEnumerable<ModuleParameter> Arguments => Parameters.Where(static parameter => !parameter.IsService);

    /// <summary>What makes the module; null for one that was made in code.</summary>
    internal ConstructorInfo? Constructor { get; }

    /// <summary>What gives the module that was made in code; null for a class.</summary>
    internal Func<IServiceProvider, object>? Factory { get; }

    internal IReadOnlyList<ModuleParameter> Parameters { get; }

    /// <summary>Describes a class if it is a module.</summary>
    /// <returns>Null when the class has none of the attributes.</returns>
    /// <exception cref="ModuleException">The class has such an attribute but can't be a module.</exception>
    public static ModuleDescriptor? TryDescribe(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        ModuleAttribute[] marks = [.. type.GetCustomAttributes<ModuleAttribute>(inherit: false)];
        if (marks.Length == 0)
            return null;
        if (marks.Length > 1)
            throw new ModuleException($"The class {type.FullName} is marked as {string.Join(" and as ", marks.Select(static mark => Article(mark.Kind)))}; make two classes of it.");
        ModuleAttribute mark = marks[0];
        Type contract = mark.Kind switch { ModuleKind.Filter => typeof(IFilter), ModuleKind.Action => typeof(IAction), _ => typeof(ISource) };
        if (string.IsNullOrWhiteSpace(mark.Name))
            throw new ModuleException($"The class {type.FullName} is marked as {Article(mark.Kind)} without a name; give it one, such as [{mark.Kind}(\"name\")].");
        if (!contract.IsAssignableFrom(type))
            throw new ModuleException($"The class {type.FullName} is marked as {Article(mark.Kind)} but does not implement {contract.Name}; add it to the class, with its method.");
        if (type.IsAbstract || !type.IsVisible || type.IsGenericTypeDefinition)
            throw new ModuleException($"The class {type.FullName} is marked as {Article(mark.Kind)} but is not a public, concrete class; make it \"public sealed class\".");
        ConstructorInfo[] constructors = type.GetConstructors();
        if (constructors.Length != 1)
            throw new ModuleException($"The class {type.FullName} has {constructors.Length} public constructors; a module has exactly one, whose parameters are its arguments.");
        return new(mark.Kind, mark.Name, type, constructors[0]);
    }

    /// <summary>Describes a module that was made in code: it takes no arguments.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">The name that configurations use.</param>
    /// <param name="type">Its class.</param>
    /// <param name="factory">Gives it; called once for each step that names it.</param>
    internal static ModuleDescriptor MadeInCode(ModuleKind kind, string name, Type type, Func<IServiceProvider, object> factory) => new(kind, name, type, factory);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} \"{Name}\"";

    private static string Article(ModuleKind kind) => kind == ModuleKind.Action ? "an action" : $"a {kind.ToString().ToLowerInvariant()}";
}

/// <summary>A parameter of a module's constructor: an argument of the configuration, or a service.</summary>
public sealed class ModuleParameter
{
    internal ModuleParameter(ParameterInfo parameter, string? name = null)
    {
        Parameter = parameter;
        Name = name ?? parameter.GetCustomAttribute<ArgumentNameAttribute>()?.Name ?? parameter.Name!;
        IsService = !ArgumentConverter.CanConvert(parameter.ParameterType);
    }

    /// <summary>The name that configurations use.</summary>
    public string Name { get; }

    /// <summary>The name of the parameter in the code.</summary>
    public string ParameterName => Parameter.Name!;

    /// <summary>Whether the value comes from the host instead of the configuration.</summary>
    public bool IsService { get; }

    /// <summary>Whether the argument may be left out.</summary>
    public bool IsOptional => Parameter.HasDefaultValue;

    /// <summary>Whether the module sets the fields that the argument names, instead of reading them; see <see cref="SetsAttribute"/>.</summary>
    public bool IsSet => Parameter.IsDefined(typeof(SetsAttribute), inherit: false);

    /// <summary>What is expected, in words.</summary>
    public string TypeDescription => ArgumentConverter.Describe(Parameter.ParameterType);

    /// <summary>The value that is taken when the argument is left out, in words; null: there is none.</summary>
    public string? DefaultDescription => Parameter is { HasDefaultValue: true, DefaultValue: { } value }
        ? value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    internal ParameterInfo Parameter { get; }
}

/// <summary>A class or an assembly can't be used as a module or plugin. The message is a sentence for the administrator.</summary>
public sealed class ModuleException : Exception
{
    /// <summary>Makes one without a message; prefer the others.</summary>
    public ModuleException()
    {
    }

    /// <summary>Makes one with a sentence.</summary>
    public ModuleException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public ModuleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
