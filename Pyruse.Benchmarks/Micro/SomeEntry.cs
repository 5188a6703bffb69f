using Pyruse.Benchmarks.InProcess;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;

namespace Pyruse.Benchmarks.Micro;

/// <summary>An entry as a failed login writes it, and steps that look at it.</summary>
internal sealed class SomeEntry
{
    /// <summary>The time of the entry.</summary>
    public const long Time = 1_760_000_000_000_000;

    private static readonly (byte[] Name, byte[] Value)[] Values =
    [
        ("PRIORITY"u8.ToArray(), "6"u8.ToArray()),
        ("SYSLOG_IDENTIFIER"u8.ToArray(), "sshd"u8.ToArray()),
        ("_PID"u8.ToArray(), "4711"u8.ToArray()),
        ("_HOSTNAME"u8.ToArray(), "mail"u8.ToArray()),
        ("_SYSTEMD_UNIT"u8.ToArray(), "ssh.service"u8.ToArray()),
        ("MESSAGE"u8.ToArray(), "Failed password for root from 203.0.113.7 port 40022 ssh2"u8.ToArray()),
        ("ip"u8.ToArray(), "203.0.113.7"u8.ToArray()),
        ("user"u8.ToArray(), "root"u8.ToArray()),
    ];

    private readonly PyruseEngine? _engine;

    /// <summary>Makes one for a table of fields.</summary>
    public SomeEntry(FieldTable fields) => Entry = new LogEntry(fields);

    /// <summary>Makes one for steps in TOML.</summary>
    public SomeEntry(string steps)
    {
        _engine = EngineMaker.Make($"[[chain]]\nname = \"Measured\"\nsteps = [{steps}]\n");
        Entry = new LogEntry(_engine.Workflow.Fields);
    }

    public LogEntry Entry { get; }

    /// <summary>Reads the entry as a source does.</summary>
    public void Fill()
    {
        Entry.Begin(Time);
        foreach ((byte[] name, byte[] value) in Values)
            Entry.Add(name, value);
    }

    /// <summary>Reads the entry and walks it through the steps.</summary>
    public void Walk()
    {
        Fill();
        _engine!.Handle(Entry);
    }
}
