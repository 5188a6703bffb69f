namespace Pyruse.Benchmarks.Workload;

/// <summary>What services speak of: addresses, users and pages, drawn anew each time they are asked for.</summary>
/// <remarks>Addresses are of the ranges for private use, documentation (RFC 3849) and benchmarks (RFC 2544).</remarks>
internal sealed class Scene
{
    private const int AttackerCount = 500;

    private static readonly string[] Users = ["alice", "bob", "carol", "dave", "erin", "frank", "www-data", "daemon"];
    private static readonly string[] UnknownUsers = ["admin", "test", "oracle", "ubuntu", "deploy", "pi", "guest", "nagios", "ftpuser"];
    private static readonly string[] Pages = ["/apps/files", "/remote.php/dav/files/alice", "/status.php", "/ocs/v2.php/notifications", "/img/logo.svg", "/login", "/explore/repos"];
    private static readonly string[] ScannedPages = ["wp-login", "shell", "setup", "xmlrpc", "config.inc", "phpinfo"];
    private static readonly string[] ScannedTypes = ["php", "cgi", "pl", "sh"];

    private readonly string[] _attackers;

    /// <summary>Makes a scene; who the attackers are depends on the random numbers, too.</summary>
    public Scene(SeededRandom random)
    {
        Random = random;
        _attackers = [.. Enumerable.Range(0, AttackerCount).Select(number => number % 5 == 0
            ? $"2001:db8:{random.Below(65536):x}::{random.Between(1, 65535):x}"
            : $"198.{random.Between(18, 19)}.{random.Below(256)}.{random.Between(1, 254)}")];
    }

    public SeededRandom Random { get; }

    /// <summary>When the entry is written.</summary>
    public DateTime Now { get; set; }

    public string Attacker => Random.Pick(_attackers);

    /// <summary>The address of somebody who may be here.</summary>
    public string Visitor => Random.Happens(0.2) ? $"192.168.1.{Random.Between(97, 120)}" : $"10.0.{Random.Below(8)}.{Random.Between(1, 250)}";

    public string User => Random.Pick(Users);

    public string UnknownUser => Random.Pick(UnknownUsers);

    public string Page => Random.Pick(Pages);

    public string ScannedPage => $"{Random.Pick(ScannedPages)}.{Random.Pick(ScannedTypes)}";

    public int Port => Random.Between(1024, 65535);

    public int ProcessId => Random.Between(300, 32767);

    /// <summary>A number of no meaning, such as a size or a counter.</summary>
    public int Any(int limit) => Random.Below(limit);

    public T Pick<T>(params IReadOnlyList<T> items) => Random.Pick(items);

    public string Stamp(string format) => Now.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
