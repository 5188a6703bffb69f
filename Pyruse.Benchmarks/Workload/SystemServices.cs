namespace Pyruse.Benchmarks.Workload;

/// <summary>What the system itself, its logins and its periodic jobs write.</summary>
internal static class SystemServices
{
    public static IReadOnlyList<ServiceProfile> All { get; } =
    [
        new("systemd", 4.0, Manager) { UserId = 0 },
        new("CRON", 1.5, static scene => $"pam_unix(cron:session): session {scene.Pick("opened", "closed")} for user {scene.User}") { UserId = 0 },
        new("ownCloud", 1.5, Cloud) { Suffer = static scene => new LogLine(4, $"{{core}} Login failed: '{scene.UnknownUser}' (Remote IP: '{scene.Attacker}')") },
        new("kernel", 1.0, static scene =>
            new LogLine(scene.Pick(4, 5, 6), $"DNAT/ssh: IN=eth0 OUT=eth1 MAC=00:11 SRC={scene.Attacker} DST=10.0.0.1 LEN=60 TTL=50 ID={scene.Any(65_535)} PROTO=TCP SPT={scene.Port} DPT=22 WINDOW=64240")) { UserId = 0 },
        new("su", 0.8, SwitchUser) { UserId = 0 },
        Routine("mandb", 0.6),
        new("sshd", 0.5, Login) { Suffer = AttackedLogin, UserId = 0 },
        new("pyruse", 0.4, static scene => $"nftBan from {scene.Pick("HTTP", "mail", "SSH")} for {scene.Attacker}") { UserId = 0 },
        Routine("msmtp", 0.3),
        Routine("sa-compile", 0.3),
        new("systemd-logind", 0.3, static scene => $"New session {scene.Any(99_999)} of user {scene.User}.") { UserId = 0 },
        Routine("ansible-setup", 0.2),
        new("sudo", 0.2, static scene => scene.Random.Happens(0.1)
            ? new LogLine(1, $"    {scene.User} : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls")
            : $"pam_unix(sudo:session): session opened for user root by {scene.User}(uid=1000)") { UserId = 0 },
        new("rpc.mountd", 0.1, static scene => new LogLine(5, $"authenticated mount request from {scene.Visitor}:{scene.Any(1024)} for /srv/nfs (/srv/nfs)")) { UserId = 0 },
        new("nslcd", 0.1, static scene => new LogLine(3, $"[{scene.Random.NextHex(6)}] <passwd=\"{scene.User}\"> failed to bind: Can't contact LDAP server: Transport endpoint is not connected")),
        Routine("minidlnad", 0.1),
        Routine("dehydrated", 0.1),
    ];

    private static ServiceProfile Routine(string identifier, double share) =>
        new(identifier, share, scene => new(scene.Pick(4, 5, 6), $"{identifier} routine message {scene.Any(99_999)} from worker {scene.Any(16)}"));

    private static LogLine Manager(Scene scene) => new(scene.Pick(6, 6, 6, 6, 4), scene.Random.Below(5) switch
    {
        0 => $"Started Session {scene.Any(99_999)} of user {scene.User}.",
        1 => "Starting Cleanup of Temporary Directories...",
        2 => $"Started /usr/bin/test -e /x{scene.Any(9)}.",
        3 => $"certbot{scene.Any(5)}.service: Failed with result 'exit-code'.",
        _ => $"{scene.User}.service: Consumed {scene.Any(1_000) / 1e3:0.000}s CPU time.",
    });

    private static LogLine Cloud(Scene scene) => new(scene.Pick(2, 3, 4, 6), scene.Random.Below(3) switch
    {
        0 => "{user_ldap} Bind failed: 49: Invalid credentials",
        1 => $"{{core}} starting upgrade from 14.0.{scene.Any(9)} to 15.0.0",
        _ => $"{{PHP}} Undefined index: x at /srv/nc/lib/a.php#{scene.Any(900)}",
    });

    private static LogLine SwitchUser(Scene scene) => scene.Random.Below(3) switch
    {
        0 => $"(to {scene.User}) root on none",
        1 => $"pam_unix(su:session): session opened for user {scene.User} by (uid=0)",
        _ => new LogLine(5, $"FAILED SU (to root) {scene.User} on pts/1"),
    };

    private static LogLine Login(Scene scene) => scene.Random.Below(3) switch
    {
        0 => $"Accepted publickey for {scene.User} from {scene.Visitor} port {scene.Port} ssh2: ED25519 SHA256:{scene.Random.NextHex(16)}",
        1 => $"pam_unix(sshd:session): session closed for user {scene.User}",
        _ => $"Received disconnect from {scene.Visitor} port {scene.Port}:11: disconnected by user",
    };

    private static LogLine AttackedLogin(Scene scene) => scene.Random.Below(5) switch
    {
        0 => $"Failed password for invalid user {scene.UnknownUser} from {scene.Attacker} port {scene.Port} ssh2",
        1 => $"Invalid user {scene.UnknownUser} from {scene.Attacker} port {scene.Port}",
        2 => $"Failed password for root from {scene.Attacker} port {scene.Port} ssh2",
        3 => $"User {scene.User} from {scene.Attacker} not allowed because not listed in AllowUsers",
        _ => $"Unable to negotiate with {scene.Attacker} port {scene.Port}: no matching key exchange method found. Their offer: diffie-hellman-group1-sha1 [preauth]",
    };
}
