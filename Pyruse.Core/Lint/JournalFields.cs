using System.Collections.Frozen;

namespace Pyruse.Core.Lint;

/// <summary>The fields of journal entries; see <c>systemd.journal-fields(7)</c>.</summary>
internal static class JournalFields
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "MESSAGE", "MESSAGE_ID", "PRIORITY", "CODE_FILE", "CODE_LINE", "CODE_FUNC", "ERRNO", "INVOCATION_ID", "USER_INVOCATION_ID", "SYSLOG_FACILITY", "SYSLOG_IDENTIFIER",
        "SYSLOG_PID", "SYSLOG_TIMESTAMP", "SYSLOG_RAW", "DOCUMENTATION", "TID", "UNIT", "USER_UNIT", "SESSION_ID", "USER_ID", "LEADER", "SEAT_ID", "EXIT_CODE", "EXIT_STATUS",
        "JOB_ID", "JOB_TYPE", "JOB_RESULT", "UNIT_RESULT", "COMMAND",
        "_PID", "_UID", "_GID", "_COMM", "_EXE", "_CMDLINE", "_CAP_EFFECTIVE", "_AUDIT_SESSION", "_AUDIT_LOGINUID", "_SYSTEMD_CGROUP", "_SYSTEMD_SLICE", "_SYSTEMD_UNIT",
        "_SYSTEMD_USER_UNIT", "_SYSTEMD_USER_SLICE", "_SYSTEMD_SESSION", "_SYSTEMD_OWNER_UID", "_SYSTEMD_INVOCATION_ID", "_SELINUX_CONTEXT", "_SOURCE_REALTIME_TIMESTAMP",
        "_SOURCE_MONOTONIC_TIMESTAMP", "_SOURCE_BOOTTIME_TIMESTAMP", "_BOOT_ID", "_MACHINE_ID", "_HOSTNAME", "_TRANSPORT", "_STREAM_ID", "_LINE_BREAK", "_NAMESPACE", "_RUNTIME_SCOPE",
        "_KERNEL_DEVICE", "_KERNEL_SUBSYSTEM", "_UDEV_SYSNAME", "_UDEV_DEVNODE", "_UDEV_DEVLINK", "_FSUID", "_LOGINUID",
        "COREDUMP_UNIT", "COREDUMP_USER_UNIT", "COREDUMP_UID", "COREDUMP_PID", "COREDUMP_COMM", "COREDUMP_EXE", "COREDUMP_SIGNAL", "OBJECT_PID", "OBJECT_UID", "OBJECT_COMM", "OBJECT_EXE",
        "__CURSOR", "__REALTIME_TIMESTAMP", "__MONOTONIC_TIMESTAMP", "__SEQNUM", "__SEQNUM_ID",
        "PYRUSE_EVENT", "PYRUSE_FILE", "PYRUSE_PEER", "PYRUSE_CUT", "PYRUSE_CHAIN", "PYRUSE_STEP", "PYRUSE_CURSOR", "PYRUSE_SOURCE", "PYRUSE_DIAGNOSTIC", "EXPECT", "PAIR", "KEY", "COUNT",
        "REMINDER", "ELAPSED_USEC");

    /// <summary>What journald itself writes, but what says nothing about who wrote the entry.</summary>
    private static readonly FrozenSet<string> NothingOfTheWriter = FrozenSet.Create(
        StringComparer.Ordinal,
        "_SOURCE_REALTIME_TIMESTAMP", "_SOURCE_MONOTONIC_TIMESTAMP", "_SOURCE_BOOTTIME_TIMESTAMP", "_BOOT_ID", "_MACHINE_ID", "_HOSTNAME", "_STREAM_ID", "_LINE_BREAK", "_NAMESPACE", "_RUNTIME_SCOPE",
        "_TRANSPORT");

    /// <summary>Whether an entry of a journal can have a field of this name: capitals, digits and underscores.</summary>
    public static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>Whether it is a field of which this program knows.</summary>
    public static bool IsKnown(string name) =>
        Known.Contains(name) || name.StartsWith("_AUDIT_", StringComparison.Ordinal) || name.StartsWith("OBJECT_", StringComparison.Ordinal) || name.StartsWith("SD_", StringComparison.Ordinal);

    /// <summary>
    /// Whether journald sets the field by what the kernel tells it of the writing process, so that it tells who wrote the entry. A process can choose _COMM and
    /// _CMDLINE itself; they are taken for better than nothing.
    /// </summary>
    public static bool TellsTheWriter(string name) =>
        name.StartsWith('_') && !name.StartsWith("__", StringComparison.Ordinal) && !NothingOfTheWriter.Contains(name);

    /// <summary>Gives the known field that a name is probably meant to be; null: none is near enough.</summary>
    /// <remarks>Programs may invent fields, so short names are left alone; but not with a leading underscore: there one more wrong letter is allowed.</remarks>
    public static string? MeantBy(string name)
    {
        bool isTrusted = name.StartsWith('_');
        int most = isTrusted ? 2 : 1;
        return name.Length < (isTrusted ? 4 : 7) ? null : Known.Order(StringComparer.Ordinal).FirstOrDefault(known => known.StartsWith('_') == isTrusted && Configuration.Suggestion.AreNear(name, known, most));
    }
}
