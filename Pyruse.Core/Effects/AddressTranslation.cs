namespace Pyruse.Core.Effects;

/// <summary>The parts of a connection's description that translations can be looked up by.</summary>
[Flags]
public enum TranslationParts
{
    /// <summary>None; not a valid look-up.</summary>
    None = 0,

    /// <summary>The translated source address.</summary>
    Address = 1,

    /// <summary>The translated source port.</summary>
    Port = 2,

    /// <summary>The destination address.</summary>
    DestinationAddress = 4,

    /// <summary>The destination port.</summary>
    DestinationPort = 8,
}

/// <summary>How a translated connection is seen behind the translator. What is not known is null.</summary>
/// <param name="Address">The source address it seems to come from.</param>
/// <param name="Port">The source port it seems to come from.</param>
/// <param name="DestinationAddress">The address it goes to.</param>
/// <param name="DestinationPort">The port it goes to.</param>
public readonly record struct TranslatedConnection(string? Address, string? Port, string? DestinationAddress, string? DestinationPort)
{
    /// <summary>Keeps only the given parts.</summary>
    public TranslatedConnection Only(TranslationParts parts) => new(
        parts.HasFlag(TranslationParts.Address) ? Address : null,
        parts.HasFlag(TranslationParts.Port) ? Port : null,
        parts.HasFlag(TranslationParts.DestinationAddress) ? DestinationAddress : null,
        parts.HasFlag(TranslationParts.DestinationPort) ? DestinationPort : null);
}

/// <summary>A remembered translation.</summary>
/// <param name="Seen">How the connection is seen.</param>
/// <param name="SourceAddress">The address it really comes from.</param>
/// <param name="SourcePort">The port it really comes from, if known.</param>
/// <param name="Until">Until when this is remembered, in microseconds since 1970-01-01 UTC, exclusive.</param>
public sealed record AddressTranslation(TranslatedConnection Seen, string SourceAddress, string? SourcePort, long Until);

/// <summary>Remembers where translated connections really come from. For actions; used on the engine's thread. Time is the current entry's.</summary>
public interface IAddressTranslations
{
    /// <summary>Announces that translations will be looked up by these parts, so that an index of them is kept.</summary>
    void Prepare(TranslationParts parts);

    /// <summary>Remembers a translation.</summary>
    void Capture(TranslatedConnection seen, string sourceAddress, string? sourcePort, TimeSpan keep);

    /// <summary>Finds the newest translation whose parts equal these.</summary>
    /// <param name="parts">Which parts are compared; announced by <see cref="Prepare"/>.</param>
    /// <param name="seen">The values to find.</param>
    AddressTranslation? Find(TranslationParts parts, TranslatedConnection seen);
}
