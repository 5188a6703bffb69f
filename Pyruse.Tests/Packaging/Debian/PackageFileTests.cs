using System.IO.Compression;
using Pyruse.Tests.Bans;
using Pyruse.Tests.Mail.Support;

namespace Pyruse.Tests.Packaging.Debian;

/// <summary>What is in the Debian package, as the tools of Debian and of systemd judge it.</summary>
public sealed class PackageFileTests
{
    /// <summary>systemd's figure for how exposed a service is, from 0 to 10.0, times ten.</summary>
    private const string MostExposure = "18";

    private static string Unit(string name) => Path.Combine(Package.Files, "lib/systemd/system", name);

    [Test]
    public void Lintian_finds_no_error()
    {
        MailTools.Require("/usr/bin/lintian", "lintian");
        (int code, string output, string error) = NetworkNamespace.Start(["lintian", "--allow-root", "--fail-on", "error,warning", Package.File], "");
        Assert.That(code, Is.Zero, output + error);
        Assert.That(output, Is.Empty);
    }

    [TestCase("pyruse.service")]
    [TestCase("pyruse-boot@.service")]
    public void A_unit_is_right_and_hardened(string name)
    {
        MailTools.Require("/usr/bin/systemd-analyze", "systemd");
        (_, _, string problems) = NetworkNamespace.Start(["systemd-analyze", "verify", "--man=no", Unit(name)], "");
        // The program is not installed on this machine.
        Assert.That(problems.Split('\n').Where(static line => line.Contains("pyruse", StringComparison.Ordinal) && !line.Contains("/usr/bin/pyruse is not executable", StringComparison.Ordinal)), Is.Empty);
        Package.Run("systemd-analyze", "security", "--offline=yes", "--no-pager", $"--threshold={MostExposure}", Unit(name));
    }

    [Test]
    public void The_service_stays_down_when_its_configuration_is_wrong_and_comes_back_from_anything_else() => Assert.That(
        File.ReadAllLines(Unit("pyruse.service")), Is.SupersetOf(new[] { "Type=notify", "Restart=on-failure", "RestartPreventExitStatus=78", "User=pyruse", "CapabilityBoundingSet=CAP_NET_ADMIN", "NoNewPrivileges=yes" }));

    [TestCase("man1/pyruse.1", "pyruse bans add")]
    [TestCase("man5/pyruse.toml.5", "dry_run")]
    [TestCase("man7/pyruse-modules.7", "counterRaise")]
    public void A_manual_page_can_be_set_without_a_warning(string page, string content)
    {
        MailTools.Require("/usr/bin/groff", "groff-base");
        string file = Path.Combine(Package.Files, "usr/share/man", page + ".gz");
        using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        (int code, string text, string warnings) = NetworkNamespace.Start(["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-rLL=100n", "-P-cbu"], reader.ReadToEnd());
        Assert.That((code, warnings), Is.EqualTo((0, "")));
        Assert.That(text, Does.Contain(content));
    }

    [Test]
    public void The_documentation_is_there_for_those_without_a_browser() => Assert.That(
        Directory.GetFiles(Path.Combine(Package.Files, "usr/share/doc/pyruse")).Select(Path.GetFileName), Is.SupersetOf(new[] { "getting-started.md", "configuration.md", "modules.md", "CHANGELOG.md", "copyright" }));

    [Test]
    public void Nothing_is_delivered_that_only_builders_and_debuggers_need() => Assert.That(
        Directory.GetFiles(Path.Combine(Package.Files, "usr/lib/pyruse"), "*", SearchOption.AllDirectories).Select(static file => Path.GetFileName(file)!),
        Has.None.Match(@"\.pdb$|^createdump$|mscord|lttng|traceptprovider|^Pyruse\.(Manual|Tests|Core\.xml)"));
}
