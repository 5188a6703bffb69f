namespace Pyruse.Plugins.Builtin.Sources.Syslog;

/// <summary>What listeners and connections of one source share.</summary>
/// <param name="Queue">Takes the messages.</param>
/// <param name="Time">The clock.</param>
/// <param name="Trouble">Says what goes wrong with peers.</param>
/// <param name="MaxMessage">How many bytes of a message are kept.</param>
internal sealed record ReceiverContext(MessageQueue Queue, TimeProvider Time, PeerTrouble Trouble, int MaxMessage);
