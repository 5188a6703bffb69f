namespace Pyruse.Benchmarks.Workload;

/// <summary>What the web application, the forge, the chat, the proxy, the database and the web server of a small server write.</summary>
internal static class WebServices
{
    public static IReadOnlyList<ServiceProfile> All { get; } =
    [
        new("uwsgi", 28, Application),
        new("gitea", 19, static scene => $"[Macaron] {scene.Stamp("yyyy/MM/dd HH:mm:ss")}: Completed GET {scene.Page} {scene.Pick(200, 200, 200, 304, 404)} OK in {scene.Any(90_000_000) / 1e6:0.000000}ms"),
        new("prosody", 13, Chat),
        new("haproxy", 11, static scene => Proxy(scene, scene.Visitor)),
        new("postgres", 6, Database),
        new("nginx", 6, WebServer) { Suffer = ScannedWebServer },
    ];

    private static LogLine Application(Scene scene)
    {
        double kind = scene.Random.NextShare();
        if (kind < 0.002)
            return "not enough buffer space to add QUERY_STRING variable, consider increasing it with the --buffer-size option";
        string request = $"{scene.Visitor} () {{58 vars in {1000 + scene.Any(400)} bytes}} [{scene.Stamp("ddd MMM d HH:mm:ss yyyy")}]";
        if (kind < 0.012)
            return $"[pid: {scene.ProcessId}] {request} GET {scene.Page}?x={scene.Any(99)} => generated 0 bytes in {scene.Any(900)} msecs (HTTP/1.1 50{scene.Any(4)})";
        return $"[pid: {scene.ProcessId}|app: 0|req: {scene.Any(99_999)}/{scene.Any(99_999)}] {request} GET {scene.Page} => generated {scene.Any(90_000)} bytes in {scene.Any(900)} msecs (HTTP/1.1 200) 12 headers in 540 bytes (1 switches on core 0)";
    }

    private static LogLine Chat(Scene scene)
    {
        double kind = scene.Random.NextShare();
        string session = scene.Random.NextHex(11);
        if (kind < 0.9)
            return $"c2s{session} info: Stream encrypted (TLSv1.3 with TLS_AES_256_GCM_SHA384)";
        if (kind < 0.97)
            return $"c2s{session} info: Authenticated as {scene.User}@xmpp.example.org";
        return $"s2sout{session} info: Outgoing s2s stream xmpp.example.org->peer{scene.Any(30)}.example.net closed: Encrypted server-to-server communication is required but was not offered";
    }

    private static LogLine Proxy(Scene scene, string client) =>
        $"{client}:{scene.Port} [{scene.Stamp("dd/MMM/yyyy:HH:mm:ss.fff")}] tls~ chat/chat1 1/0/{scene.Any(90_000)} {scene.Any(90_000)} {scene.Pick("--", "--", "--", "cD", "SD")} {scene.Any(9)}/1/1/1/0 0/0";

    private static LogLine Database(Scene scene) => scene.Random.NextShare() switch
    {
        < 0.98 => $"[{scene.ProcessId}-1] LOG:  duration: {scene.Any(40_000) / 1e3:0.000} ms  statement: SELECT fileid, path FROM filecache WHERE storage = {scene.Any(900)}",
        < 0.99 => new LogLine(4, $"[{scene.ProcessId}-1] WARNING:  there is already a transaction in progress"),
        _ => new LogLine(3, $"[{scene.ProcessId}-1] ERROR:  duplicate key value violates unique constraint \"filecache_path_key\""),
    };

    private static string WebServerHead(Scene scene, string level) =>
        $"{scene.Stamp("yyyy/MM/dd HH:mm:ss")} [{level}] {scene.Any(900)}#{scene.Any(900)}: *{scene.Any(9_999_999)} ";

    private static LogLine WebServer(Scene scene) => scene.Random.NextShare() switch
    {
        < 0.70 => WebServerHead(scene, "info") + $"client {scene.Visitor} closed keepalive connection",
        < 0.80 => WebServerHead(scene, "info") + $"epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while sending request to upstream, client: {scene.Visitor}, server: , request: \"GET {scene.Page}?a=b HTTP/2.0\", upstream: \"uwsgi://unix:/run/uwsgi.sock:\"",
        < 0.90 => new LogLine(5, WebServerHead(scene, "notice") + $"[lua] access.lua:42: authenticate(): Connected as: {scene.User}, client: {scene.Visitor}, server: , request: \"POST /sso HTTP/1.1\""),
        < 0.95 => new LogLine(4, WebServerHead(scene, "warn") + $"an upstream response is buffered to a temporary file /var/lib/nginx/proxy/{scene.Any(9)}/{scene.Any(99):00}/{scene.Any(9_999):0000000000}, client: {scene.Visitor}"),
        < 0.951 => new LogLine(2, WebServerHead(scene, "crit") + "connect() to unix:/run/uwsgi/app.sock failed (2: No such file or directory) while connecting to upstream"),
        _ => new LogLine(4, WebServerHead(scene, "warn") + $"upstream prematurely closed connection while reading response header from upstream, client: {scene.Visitor}, server: , request: \"GET {scene.Page}?z=1 HTTP/1.1\", upstream: \"uwsgi://unix:/run/uwsgi.sock:\""),
    };

    private static LogLine ScannedWebServer(Scene scene) =>
        new(3, WebServerHead(scene, "error") + $"open() \"/srv/www/{scene.ScannedPage}\" failed (2: No such file or directory), client: {scene.Attacker}, server: , request: \"GET /{scene.ScannedPage} HTTP/1.1\", host: \"example.org\"");
}
