namespace Pyruse.Core.Hosting;

/// <summary>The services that constructors of modules can ask for, by their type.</summary>
/// <param name="otherwise">Who is asked for what is not in the table; null: nobody.</param>
public sealed class ServiceTable(IServiceProvider? otherwise = null) : IServiceProvider
{
    private readonly Dictionary<Type, object> _services = [];
    private readonly HashSet<Type> _askedFor = [];

    /// <summary>A host without any service.</summary>
    internal static ServiceTable Empty { get; } = new();

    /// <summary>Adds a service, or replaces it.</summary>
    public ServiceTable With<T>(T service)
        where T : class
    {
        _services[typeof(T)] = service;
        return this;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        _askedFor.Add(serviceType);
        return _services.GetValueOrDefault(serviceType) ?? otherwise?.GetService(serviceType);
    }

    /// <summary>Whether anything asked for a service, that is: whether some step uses it.</summary>
    internal bool WasAskedFor<T>() => _askedFor.Contains(typeof(T));
}
