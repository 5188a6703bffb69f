namespace Pyruse.Reporting;

/// <summary>How much of a report a form shows; what is beyond is counted.</summary>
internal sealed record FormLimits
{
    private const int Few = 20;
    private const int ShortText = 100;

    /// <summary>Messages of each of the parts WARN and INFO.</summary>
    public int Messages { get; init; } = 300;

    /// <summary>Times of one message.</summary>
    public int Times { get; init; } = 100;

    /// <summary>Groups of like lines.</summary>
    public int Groups { get; init; } = 150;

    /// <summary>Lines of the part OTHER.</summary>
    public int Lines { get; init; } = 200;

    /// <summary>Characters of a message.</summary>
    public int MessageLength { get; init; } = 2_000;

    /// <summary>Characters of a group's pattern and sample.</summary>
    public int SampleLength { get; init; } = 300;

    /// <summary>Addresses, networks and failed steps, each.</summary>
    public int Rows { get; init; } = 10;

    /// <summary>Whether nothing more can be left out.</summary>
    public bool AreLeast => this is { Messages: 0, Groups: 0, Lines: 0, Rows: 1 };

    /// <summary>About half of it; messages, which matter most, are left out last.</summary>
    public FormLimits Smaller() => this with
    {
        Messages = Groups > Few || Lines > Few ? Messages : Messages / 2,
        Rows = Messages > 0 ? Rows : Math.Max(Rows / 2, 1),
        Times = Math.Max(Times / 2, 1),
        Groups = Groups / 2,
        Lines = Lines / 2,
        MessageLength = Math.Max(MessageLength / 2, ShortText),
        SampleLength = Math.Max(SampleLength / 2, ShortText),
    };
}
