using System.Net;
using Pyruse.Core.Bans;
using Pyruse.Core.Effects.Forwarding;
using Pyruse.Core.Effects;
using Pyruse.Core.State;

namespace Pyruse.Core.Hosting;

/// <summary>The services as steps see them: they work for the step that holds the engine's lease, and for nobody else.</summary>
internal sealed class StepServices(WorkingState state) : ICounters, IAddressTranslations, IReport, IBans, IMailer, IEffects, IForwarding
{
    private EngineLease? _lease;

    /// <summary>Whose step is served; null before the engine runs, while modules are made.</summary>
    public EngineLease? Lease
    {
        get => Volatile.Read(ref _lease);
        set => Volatile.Write(ref _lease, value);
    }

    /// <summary>Registers the services.</summary>
    public void AddTo(ServiceTable services) => services
        .With<ICounters>(this).With<IAddressTranslations>(this).With<IReport>(this).With<IBans>(this).With<IMailer>(this).With<IEffects>(this).With<IForwarding>(this);

    int ICounters.Raise(string counter, string key, TimeSpan? keep)
    {
        using (Enter())
            return ((ICounters)state).Raise(counter, key, keep);
    }

    int ICounters.Lower(string counter, string key)
    {
        using (Enter())
            return ((ICounters)state).Lower(counter, key);
    }

    void ICounters.Reset(string counter, string key, TimeSpan? grace)
    {
        using (Enter())
            ((ICounters)state).Reset(counter, key, grace);
    }

    void IAddressTranslations.Prepare(TranslationParts parts)
    {
        using (Enter(isMaking: true))
            ((IAddressTranslations)state).Prepare(parts);
    }

    void IAddressTranslations.Capture(TranslatedConnection seen, string sourceAddress, string? sourcePort, TimeSpan keep)
    {
        using (Enter())
            ((IAddressTranslations)state).Capture(seen, sourceAddress, sourcePort, keep);
    }

    AddressTranslation? IAddressTranslations.Find(TranslationParts parts, TranslatedConnection seen)
    {
        using (Enter())
            return ((IAddressTranslations)state).Find(parts, seen);
    }

    void IReport.Add(ReportLevel level, string message, ReportDetails details)
    {
        using (Enter())
            ((IReport)state).Add(level, message, details);
    }

    void IBans.Ban(Firewall firewall, string set, IPAddress address, TimeSpan? duration)
    {
        using (Enter())
            ((IBans)state).Ban(firewall, set, address, duration);
    }

    void IBans.Ban(Firewall firewall, string set, IPAddress address, BanDurations durations)
    {
        using (Enter())
            ((IBans)state).Ban(firewall, set, address, durations);
    }

    void IBans.Use(UsedSet set)
    {
        using (Enter(isMaking: true))
            ((IBans)state).Use(set);
    }

    void IMailer.Send(string subject, string body)
    {
        using (Enter())
            ((IMailer)state).Send(subject, body);
    }

    void IEffects.Log(JournalLevel level, string message)
    {
        using (Enter())
            ((IEffects)state).Log(level, message);
    }

    void IEffects.Run(IReadOnlyList<string> command, string? stdin, TimeSpan timeout)
    {
        using (Enter())
            ((IEffects)state).Run(command, stdin, timeout);
    }

    void IEffects.Write(string path, string message)
    {
        using (Enter())
            ((IEffects)state).Write(path, message);
    }

    void IEffects.Print(string message)
    {
        using (Enter())
            ((IEffects)state).Print(message);
    }

    void IForwarding.Use(ForwardTarget target)
    {
        using (Enter(isMaking: true))
            ((IForwarding)state).Use(target);
    }

    void IForwarding.Forward(ForwardTarget target, string message)
    {
        using (Enter())
            ((IForwarding)state).Forward(target, message);
    }

    /// <summary>Begins the work for a step.</summary>
    /// <param name="isMaking">Whether the service is for constructors, which have no entry.</param>
    private EngineLease.Section Enter(bool isMaking = false)
    {
        EngineLease? lease = Lease;
        if (lease is null)
            return isMaking ? default : throw new InvalidOperationException("State can be changed only while a step handles an entry, not while a module is made.");
        EngineLease.Section section = lease.Enter();
        if (isMaking)
            return section;
        try
        {
            state.Enter(lease.Step, lease.Entry!);
            return section;
        }
        catch
        {
            section.Dispose();
            throw;
        }
    }
}
