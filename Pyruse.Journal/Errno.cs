using System.Runtime.InteropServices;

namespace Pyruse.Journal;

/// <summary>Error numbers in words that an administrator can act on.</summary>
internal static class Errno
{
    public const int AccessDenied = 13;

    public const int NoData = 61;

    private const int NoEntry = 2;
    private const int BadMessage = 74;
    private const int ProtocolNotSupported = 93;

    /// <summary>Describes a negated errno.</summary>
    public static string Describe(int negatedErrno) => -negatedErrno switch
    {
        NoEntry => "it does not exist.",
        AccessDenied => "this user may not read it; add the user to the group \"systemd-journal\".",
        BadMessage => "it is damaged, or no journal file (\"journalctl --verify --file=…\" tells more).",
        NoData => "it is cut off or empty (\"journalctl --verify --file=…\" tells more).",
        ProtocolNotSupported => "it was written by a newer systemd, with features that this machine's libsystemd does not know.",
        var errno => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).",
    };
}
