namespace Pyruse.Benchmarks.Workload;

/// <summary>Makes the journal of a small server: the same entries for the same seed, about 25 fields each, 50 entries per second on the average.</summary>
/// <remarks>
/// What the services write, and how often, stands in <see cref="WebServices"/>, <see cref="MailServices"/> and <see cref="SystemServices"/>. Their
/// identifiers and the forms of their texts are those of real programs, so that rules written for these find something.
/// </remarks>
internal sealed class WorkloadGenerator
{
    /// <summary>The share of entries that attackers cause.</summary>
    public const double HostileShare = 0.02;

    /// <summary>2026-01-01 00:00:00 UTC, in microseconds since 1970-01-01 UTC.</summary>
    public const long Epoch = 1_767_225_600_000_000;

    /// <summary>The boot that all entries are of.</summary>
    public const string BootId = "6f1c0d0e8a4b4c52a7d30b9e5f2a1c84";

    private const double MeanInterval = 20_000;
    private const string MachineId = "b1946ac92492d2347c6235b4d2611184";

    private readonly SeededRandom _random;
    private readonly Scene _scene;
    private long _time = Epoch;

    public WorkloadGenerator(int seed)
    {
        _random = new SeededRandom((ulong)seed);
        _scene = new Scene(_random);
    }

    /// <summary>All services.</summary>
    public static IReadOnlyList<ServiceProfile> Services { get; } = [.. WebServices.All, .. MailServices.All, .. SystemServices.All];

    private static ServiceProfile[] Attacked { get; } = [.. Services.Where(static service => service.Suffer is not null)];

    /// <summary>Makes the next entries.</summary>
    public IEnumerable<WorkloadEntry> Take(int count)
    {
        for (int number = 0; number < count; number++)
            yield return Next();
    }

    private WorkloadEntry Next()
    {
        _time += 1 + (long)_random.NextInterval(MeanInterval);
        _scene.Now = DateTime.UnixEpoch.AddMicroseconds(_time);
        bool isHostile = _random.Happens(HostileShare);
        ServiceProfile service = isHostile ? _random.Pick(Attacked) : PickByShare();
        LogLine line = isHostile ? service.Suffer!(_scene) : service.Say(_scene);
        return new WorkloadEntry([.. Head(service, line), .. service.IsKernel ? [] : Process(service)]);
    }

    private ServiceProfile PickByShare()
    {
        double left = _random.NextShare() * Services.Sum(static service => service.Share);
        return Services.FirstOrDefault(service => (left -= service.Share) < 0) ?? Services[^1];
    }

    private IEnumerable<(string, string)> Head(ServiceProfile service, LogLine line) =>
    [
        ("__REALTIME_TIMESTAMP", $"{_time}"),
        ("__MONOTONIC_TIMESTAMP", $"{_time - Epoch + 5_000_000}"),
        ("_BOOT_ID", BootId),
        ("_MACHINE_ID", MachineId),
        ("_HOSTNAME", _random.Happens(0.8) ? "srv" : "dmz"),
        ("_TRANSPORT", service.IsKernel ? "kernel" : "syslog"),
        ("PRIORITY", $"{line.Priority}"),
        ("SYSLOG_FACILITY", service.IsKernel ? "0" : "3"),
        ("SYSLOG_IDENTIFIER", service.Identifier),
        ("MESSAGE", line.Message),
    ];

    private IEnumerable<(string, string)> Process(ServiceProfile service)
    {
        string name = service.Identifier;
        string processId = $"{_scene.ProcessId}";
        return
        [
            ("SYSLOG_PID", processId),
            ("SYSLOG_TIMESTAMP", _scene.Stamp("MMM dd HH:mm:ss ")),
            ("_PID", processId),
            ("_UID", $"{service.UserId}"),
            ("_GID", $"{service.UserId}"),
            ("_COMM", name),
            ("_EXE", $"/usr/bin/{name}"),
            ("_CMDLINE", $"/usr/bin/{name} --config /etc/{name}.conf --foreground"),
            ("_CAP_EFFECTIVE", service.UserId == 0 ? "1ffffffffff" : "0"),
            ("_SYSTEMD_CGROUP", $"/system.slice/{name}.service"),
            ("_SYSTEMD_UNIT", $"{name}.service"),
            ("_SYSTEMD_SLICE", "system.slice"),
            ("_SYSTEMD_INVOCATION_ID", new SeededRandom((ulong)name.Length).NextHex(16) + new SeededRandom(name[0]).NextHex(16)),
            ("_SELINUX_CONTEXT", "unconfined"),
            ("_RUNTIME_SCOPE", "system"),
            ("_SOURCE_REALTIME_TIMESTAMP", $"{_time - _random.Below(500)}"),
        ];
    }
}
