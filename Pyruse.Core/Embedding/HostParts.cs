using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pyruse.Core.Bans;
using Pyruse.Core.Chains;
using Pyruse.Core.Configuration;
using Pyruse.Core.Effects;
using Pyruse.Core.Effects.Dispatch;
using Pyruse.Core.Frequency;
using Pyruse.Core.Hosting;
using Pyruse.Core.Modules;
using Pyruse.Core.State;

namespace Pyruse.Core.Embedding;

/// <summary>What a <see cref="PyruseBuilder"/> was told, as long as nothing was made of it.</summary>
internal sealed class HostParts
{
    public Func<DiagnosticBag, PyruseConfiguration?>? Read { get; set; }

    public List<Func<PyruseConfiguration, PyruseConfiguration>> Changes { get; } = [];

    public List<ChainDefinition> Chains { get; } = [];

    public List<ExpectDefinition> Expects { get; } = [];

    public List<PairDefinition> Pairs { get; } = [];

    public List<SourceDefinition> Sources { get; } = [];

    public CodeModules CodeModules { get; } = new();

    public List<Func<IEnumerable<ModuleDescriptor>>> Modules { get; } = [];

    public List<Action<ServiceTable>> Services { get; } = [];

    public IServiceProvider? OtherServices { get; set; }

    public EntryQueue? Input { get; set; }

    public IStateStore? Store { get; set; }

    public IBanEnforcer? Bans { get; set; }

    public ILogger Logger { get; set; } = NullLogger.Instance;

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public List<Action<Effect>> Callbacks { get; } = [];

    public int? StreamCapacity { get; set; }

    public List<IEffectHandler> Handlers { get; } = [];
}
