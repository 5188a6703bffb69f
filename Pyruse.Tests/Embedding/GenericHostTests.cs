using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Configuration;
using Pyruse.Core.Embedding;
using Pyruse.Core.Entries;
using Pyruse.Core.Modules;
using Pyruse.Extensions.Hosting;
using Pyruse.Plugins.Builtin;

namespace Pyruse.Tests.Embedding;

/// <summary>Pyruse as a hosted service.</summary>
public sealed class GenericHostTests
{
    [Test]
    public async Task The_programs_log_is_handled_up_to_the_end()
    {
        var lines = new List<string>();
        HostApplicationBuilder builder = Builder();
        builder.Logging.AddPyruse();
        builder.Services.AddPyruse(pyruse => pyruse.AddBuiltinModules()
            .AddChain("a", static chain => chain.Filter("equals", ("field", "User"), ("value", "bob")).Action("log", ("message", "{SYSLOG_IDENTIFIER}: {MESSAGE}")))
            .OnEffect(effect => lines.Add(Embedded.Line(effect))));
        using IHost host = builder.Build();
        await host.StartAsync();
        ILogger logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
        for (int i = 0; i < 100; i++)
            logger.LogInformation("{User} came {Times} times", "bob", i);
        await host.StopAsync();
        Assert.That(lines, Is.EqualTo(Enumerable.Range(0, 100).Select(static i => $"Shop: bob came {i} times")));
    }

    [Test]
    public async Task Modules_get_services_of_the_container_and_the_host_can_be_injected()
    {
        var lines = new List<string>();
        HostApplicationBuilder builder = Builder();
        builder.Services.AddSingleton(new Greeting("Hello"));
        builder.Services.AddPyruse(static pyruse => pyruse.AddModule<GreetAction>().AddChain("a", static chain => chain.Action("greet")));
        builder.Services.AddPyruse((pyruse, _) => pyruse.OnEffect(effect => lines.Add(Embedded.Line(effect))));
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<PyruseHost>().PushAsync(("MESSAGE", "World"));
        await host.StopAsync();
        Assert.That(lines, Is.EqualTo(new[] { "Hello, World" }));
    }

    [Test]
    public void A_configuration_with_mistakes_stops_the_start()
    {
        HostApplicationBuilder builder = Builder();
        builder.Services.AddPyruse(static pyruse => pyruse.AddChain("a", static chain => chain.Action("nothing")));
        using IHost host = builder.Build();
        Assert.That(() => host.StartAsync(), Throws.TypeOf<PyruseConfigurationException>().With.Message.Contains("There is no action \"nothing\""));
    }

    [Test]
    public async Task An_engine_that_fails_stops_the_host()
    {
        HostApplicationBuilder builder = Builder();
        builder.Services.AddPyruse(static pyruse => pyruse.AddChain("a", static chain => chain.Action(static _ => { })).AddSource("s", new Unreadable()));
        using IHost host = builder.Build();
        var stopped = new TaskCompletionSource();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopped.SetResult);
        await host.StartAsync();
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static HostApplicationBuilder Builder()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        return builder;
    }

    /// <summary>A service of the program.</summary>
    public sealed record Greeting(string Word);

    /// <summary>A module that asks for it.</summary>
    [Action("greet")]
    public sealed class GreetAction(Greeting greeting, Pyruse.Core.Effects.IEffects effects) : IAction
    {
        /// <inheritdoc/>
        public void Execute(LogEntry entry) => effects.Log(Pyruse.Core.Effects.JournalLevel.Info, $"{greeting.Word}, {entry["MESSAGE"]}");
    }

    private sealed class Unreadable : ISource
    {
        public string? Cursor => null;

        public void Open(SourceStart start) => throw new SourceException("It can't be read.");

        public bool TryRead(LogEntry entry) => false;

        public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
