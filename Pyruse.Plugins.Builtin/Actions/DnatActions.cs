namespace Pyruse.Plugins.Builtin.Actions;

/// <summary>
/// Remembers that connections which are seen as coming from one address and port really come from another: for services behind a translating
/// router whose log has the true source.
/// </summary>
[Action("dnatCapture")]
public sealed class DnatCaptureAction : IAction
{
    private readonly Field _saddr;
    private readonly Field? _sport;
    private readonly Source _addr;
    private readonly Source _port;
    private readonly Source _daddr;
    private readonly Source _dport;
    private readonly TimeSpan _keep;
    private readonly IAddressTranslations _translations;

    /// <summary>Makes the action.</summary>
    /// <param name="saddr">The field with the true source address.</param>
    /// <param name="sport">The field with the true source port.</param>
    /// <param name="addr">The field with the source address as the service sees it.</param>
    /// <param name="addrValue">The same as a fixed text; it serves where the field is missing. One of the two is required.</param>
    /// <param name="port">The field with the source port as the service sees it.</param>
    /// <param name="portValue">The same as a fixed text.</param>
    /// <param name="daddr">The field with the destination address as the service sees it.</param>
    /// <param name="daddrValue">The same as a fixed text.</param>
    /// <param name="dport">The field with the destination port as the service sees it.</param>
    /// <param name="dportValue">The same as a fixed text.</param>
    /// <param name="keepSeconds">How long it is remembered, in seconds or as "2m".</param>
    /// <param name="translations">Where translations are remembered.</param>
    public DnatCaptureAction(
        Field saddr,
        IAddressTranslations translations,
        Field? sport = null,
        Field? addr = null,
        ComparisonValue? addrValue = null,
        Field? port = null,
        ComparisonValue? portValue = null,
        Field? daddr = null,
        ComparisonValue? daddrValue = null,
        Field? dport = null,
        ComparisonValue? dportValue = null,
        TimeSpan? keepSeconds = null)
    {
        if (addr is null && addrValue is null)
            throw new ArgumentException("It needs \"addr\" or \"addrValue\": the source address as the service sees it.");
        _saddr = saddr;
        _sport = sport;
        _addr = new(addr, addrValue);
        _port = new(port, portValue);
        _daddr = new(daddr, daddrValue);
        _dport = new(dport, dportValue);
        _keep = keepSeconds ?? TimeSpan.FromSeconds(63);
        _translations = translations;
    }

    /// <inheritdoc/>
    public void Execute(LogEntry entry)
    {
        string? saddr = new Source(_saddr, null).Of(entry);
        string? addr = _addr.Of(entry);
        if (saddr is null || addr is null)
            return;
        _translations.Capture(
            new TranslatedConnection(addr, _port.Of(entry), _daddr.Of(entry), _dport.Of(entry)), saddr, new Source(_sport, null).Of(entry), _keep);
    }

    /// <summary>A field, and the text that serves where the entry lacks it.</summary>
    private readonly record struct Source(Field? Field, ComparisonValue? Otherwise)
    {
        public string? Of(LogEntry entry) => (Field is null ? null : TranslationText.Of(entry, Field)) ?? Otherwise?.PlainText;
    }
}

/// <summary>
/// Where a remembered translation equals all the given fields of the entry (the newest one wins), writes the true source into fields. Where a given
/// field is missing, or nothing is remembered, it changes nothing.
/// </summary>
[Action("dnatReplace")]
public sealed class DnatReplaceAction : IAction
{
    private readonly Field? _addr;
    private readonly Field? _port;
    private readonly Field? _daddr;
    private readonly Field? _dport;
    private readonly Field? _saddrInto;
    private readonly Field? _sportInto;
    private readonly IAddressTranslations _translations;
    private readonly TranslationParts _parts;

    /// <summary>Makes the action.</summary>
    /// <param name="addr">The field with the source address as the service sees it.</param>
    /// <param name="port">The field with the source port as the service sees it.</param>
    /// <param name="daddr">The field with the destination address as the service sees it.</param>
    /// <param name="dport">The field with the destination port as the service sees it.</param>
    /// <param name="saddrInto">The field that the true source address is written into.</param>
    /// <param name="sportInto">The field that the true source port is written into.</param>
    /// <param name="translations">Where translations are remembered.</param>
    public DnatReplaceAction(
        IAddressTranslations translations,
        Field? addr = null,
        Field? port = null,
        Field? daddr = null,
        Field? dport = null,
        [Sets] Field? saddrInto = null,
        [Sets] Field? sportInto = null)
    {
        (_addr, _port, _daddr, _dport, _saddrInto, _sportInto, _translations) = (addr, port, daddr, dport, saddrInto, sportInto, translations);
        _parts = Part(addr, TranslationParts.Address) | Part(port, TranslationParts.Port)
            | Part(daddr, TranslationParts.DestinationAddress) | Part(dport, TranslationParts.DestinationPort);
        if (_parts == TranslationParts.None)
            throw new ArgumentException("It needs at least one of \"addr\", \"port\", \"daddr\" and \"dport\": by what to find the translation.");
        if (saddrInto is null && sportInto is null)
            throw new ArgumentException("It needs \"saddrInto\" or \"sportInto\": the field that the true source is written into.");
        translations.Prepare(_parts);
    }

    /// <inheritdoc/>
    public void Execute(LogEntry entry)
    {
        var seen = new TranslatedConnection(Of(entry, _addr), Of(entry, _port), Of(entry, _daddr), Of(entry, _dport));
        if (IsLacking(_addr, seen.Address) || IsLacking(_port, seen.Port) || IsLacking(_daddr, seen.DestinationAddress) || IsLacking(_dport, seen.DestinationPort))
            return;
        if (_translations.Find(_parts, seen) is not { } translation)
            return;
        if (_saddrInto is not null)
            entry.Set(_saddrInto, translation.SourceAddress);
        if (_sportInto is not null)
            entry.Set(_sportInto, translation.SourcePort);
    }

    private static TranslationParts Part(Field? field, TranslationParts part) => field is null ? TranslationParts.None : part;

    private static string? Of(LogEntry entry, Field? field) => field is null ? null : TranslationText.Of(entry, field);

    private static bool IsLacking(Field? field, string? value) => field is not null && value is null;
}

internal static class TranslationText
{
    /// <summary>Longer texts are neither addresses nor ports.</summary>
    private const int MaxLength = 256;

    public static string? Of(LogEntry entry, Field field) => entry.First(field).Text is { Length: <= MaxLength } text ? text : null;
}
