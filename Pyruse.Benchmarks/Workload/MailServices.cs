namespace Pyruse.Benchmarks.Workload;

/// <summary>What the mail services of a small server write.</summary>
internal static class MailServices
{
    public static IReadOnlyList<ServiceProfile> All { get; } =
    [
        new("dovecot", 3.5, Mailbox) { Suffer = static scene =>
            $"imap-login: Disconnected (auth failed, {scene.Random.Between(1, 3)} attempts in {scene.Random.Between(2, 19)} secs): user=<{scene.UnknownUser}>, method=PLAIN, rip={scene.Attacker}, lip=10.0.0.2, TLS, session=<{scene.Random.NextHex(15)}>" },
        new("exim", 1.0, Transfer) { Suffer = AttackedTransfer },
        new("spamd", 0.5, static scene => scene.Random.Happens(0.5)
            ? $"spamd: identified spam ({5 + (scene.Any(200) / 10.0):0.0}/5.0) for nobody:99 in 1.2 seconds, {scene.Any(90_000)} bytes."
            : $"spamd: clean message ({scene.Any(49) / 10.0:0.0}/5.0) for nobody:99 in 1.0 seconds, {scene.Any(90_000)} bytes."),
    ];

    private static LogLine Mailbox(Scene scene) => scene.Random.NextShare() switch
    {
        < 0.50 => $"imap-login: Login: user=<{scene.User}>, method=PLAIN, rip={scene.Visitor}, lip=10.0.0.2, mpid={scene.ProcessId}, TLS, session=<{scene.Random.NextHex(15)}>",
        < 0.97 => $"imap({scene.User}): Logged out in={scene.Any(9_000)} out={scene.Any(90_000)}",
        _ => $"imap-login: Disconnected (no auth attempts in {scene.Random.Between(5, 60)} secs): user=<>, rip={scene.Attacker}, lip=10.0.0.2",
    };

    private static LogLine Transfer(Scene scene)
    {
        string message = $"{scene.Stamp("yyyy-MM-dd HH:mm:ss")} {scene.Random.NextHex(6)}-{scene.Random.NextHex(6)}-{scene.Random.NextHex(2)}";
        string user = scene.User;
        return scene.Random.Below(3) switch
        {
            0 => $"{message} => {user}@example.net R=smarthost T=remote_smtp H=smtp.isp.example [203.0.113.9] C=\"250 OK\"",
            1 => $"{message} => {user} <{user}@example.org> R=local T=lmtp C=\"250 2.0.0 <{user}> Saved\"",
            _ => $"{message} Completed",
        };
    }

    private static LogLine AttackedTransfer(Scene scene)
    {
        string time = scene.Stamp("yyyy-MM-dd HH:mm:ss");
        string attacker = scene.Attacker;
        return scene.Random.Below(3) switch
        {
            0 => $"{time} login_server authenticator failed for (User) [{attacker}]: 535 Incorrect authentication data (set_id={scene.UnknownUser})",
            1 => $"{time} H=(x) [{attacker}] F=<a@b> rejected RCPT <c@d>: relay not permitted",
            _ => $"{time} SMTP syntax error in \"GET / HTTP/1.0\" H=[{attacker}] unrecognized command",
        };
    }
}
