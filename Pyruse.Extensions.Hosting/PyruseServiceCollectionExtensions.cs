using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Embedding;
using Pyruse.Core.State;

namespace Pyruse.Extensions.Hosting;

/// <summary>Registers Pyruse with the generic host.</summary>
public static class PyruseServiceCollectionExtensions
{
    /// <summary>Runs an engine as a hosted service.</summary>
    /// <remarks>
    /// It starts and stops with the host. <see cref="PyruseHost"/> can be injected, to push entries or read effects. Of what is registered in the
    /// container, these are used without being asked for: <see cref="ILoggerFactory"/> (category <c>Pyruse</c>), <see cref="TimeProvider"/>, <see cref="IStateStore"/>, every
    /// <see cref="IEffectHandler"/>, and whatever singletons the constructors of modules ask for. A configuration with mistakes stops the host at its start.
    /// Registering it again adds to what is configured; there is one engine.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Says what the engine does. Called once, when the host starts.</param>
    public static IServiceCollection AddPyruse(this IServiceCollection services, Action<PyruseBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddPyruse((builder, _) => configure(builder));
    }

    /// <summary>Runs an engine as a hosted service, configured with what is in the container.</summary>
    /// <inheritdoc cref="AddPyruse(IServiceCollection, Action{PyruseBuilder})"/>
    public static IServiceCollection AddPyruse(this IServiceCollection services, Action<PyruseBuilder, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddSingleton(new PyruseSetup(configure));
        services.TryAddSingleton(static provider => new EntryQueue(time: provider.GetService<TimeProvider>()));
        services.TryAddSingleton(Build);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PyruseBackgroundService>());
        return services;
    }

    /// <summary>Makes an entry of each log event of the program, for the engine of <see cref="AddPyruse(IServiceCollection, Action{PyruseBuilder})"/>.</summary>
    /// <remarks>The provider's alias is <c>Pyruse</c>: <c>"Logging": { "Pyruse": { "LogLevel": … } }</c> says which events. See <see cref="EntryLoggerProvider"/>.</remarks>
    public static ILoggingBuilder AddPyruse(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.Services.TryAddSingleton(static provider => new EntryQueue(time: provider.GetService<TimeProvider>()));
        logging.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, EntryLoggerProvider>());
        return logging;
    }

    private static PyruseHost Build(IServiceProvider provider)
    {
        PyruseBuilder builder = new PyruseBuilder()
            .UseInput(provider.GetRequiredService<EntryQueue>())
            .UseServices(provider)
            .UseLogger(provider.GetRequiredService<ILoggerFactory>().CreateLogger("Pyruse"));
        if (provider.GetService<TimeProvider>() is { } time)
            builder.UseTime(time);
        if (provider.GetService<IStateStore>() is { } store)
            builder.UseStore(store);
        foreach (IEffectHandler handler in provider.GetServices<IEffectHandler>())
            builder.AddEffectHandler(handler);
        foreach (PyruseSetup setup in provider.GetServices<PyruseSetup>())
            setup.Configure(builder, provider);
        return builder.Build();
    }
}

/// <summary>What one call of AddPyruse says.</summary>
internal sealed record PyruseSetup(Action<PyruseBuilder, IServiceProvider> Configure);
