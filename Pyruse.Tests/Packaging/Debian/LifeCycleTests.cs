using Pyruse.Tests.Support;

namespace Pyruse.Tests.Packaging.Debian;

/// <summary>The life of the package on a machine: installed, upgraded, removed, purged.</summary>
public sealed class LifeCycleTests
{
    private const string Installed = "/root/pyruse.deb";
    private const string Newer = "/root/pyruse-newer.deb";

    [Test]
    public void Install_upgrade_remove_purge()
    {
        using var machine = new Machine();
        machine.Copy(Package.File, Installed);
        machine.RunOnline($"apt-get install -y --no-install-recommends {Installed}");
        Assert.That(machine.Run("pyruse --version; pyruse check; systemctl is-enabled pyruse; stat -c '%U %G %a' /var/lib/pyruse; id -nG pyruse"), Does.Match(
            $@"\A{Package.Field("Version").Replace(".", @"\.", StringComparison.Ordinal)}.*\n/etc/pyruse/pyruse.toml: the configuration is right: .*\nenabled\npyruse pyruse 700\npyruse systemd-journal\n\z"));

        machine.Run("echo state >/var/lib/pyruse/kept; echo '[bans]' >/etc/pyruse/conf.d/mine.toml");
        MakeNewer(machine, "1");
        machine.Run($"dpkg --install {Newer}");
        Assert.That(machine.Run("cat /var/lib/pyruse/kept /etc/pyruse/conf.d/mine.toml; tail -1 /etc/pyruse/pyruse.toml"), Is.EqualTo("state\n[bans]\n# changed by 1\n"), "a configuration that nobody has touched follows the package");

        machine.Run("echo '# mine' >>/etc/pyruse/pyruse.toml; systemctl disable pyruse 2>&1");
        MakeNewer(machine, "2");
        machine.Run($"dpkg --force-confold --install {Newer}");
        Assert.That(machine.Run("tail -1 /etc/pyruse/pyruse.toml; tail -1 /etc/pyruse/pyruse.toml.dpkg-dist; systemctl is-enabled pyruse || true"), Is.EqualTo("# mine\n# changed by 2\ndisabled\n"), "what the administrator decided stays");

        machine.Run("dpkg --remove pyruse");
        Assert.That(machine.Run("ls /usr/bin/pyruse /usr/lib/pyruse 2>/dev/null || true; cat /var/lib/pyruse/kept; tail -1 /etc/pyruse/pyruse.toml"), Is.EqualTo("state\n# mine\n"), "state and configuration wait for a return");

        machine.Run("rm /etc/pyruse/conf.d/mine.toml; dpkg --purge pyruse");
        Assert.That(machine.Run("ls -d /var/lib/pyruse /etc/pyruse /etc/systemd/system/*/pyruse* /var/lib/systemd/deb-systemd-helper-*/*pyruse* 2>/dev/null || true; dpkg --audit"), Is.Empty);
    }

    [Test]
    public void A_purge_leaves_what_the_administrator_wrote()
    {
        using var machine = new Machine();
        machine.Copy(Package.File, Installed);
        machine.RunOnline($"apt-get install -y --no-install-recommends {Installed}");
        machine.Run("echo '[bans]' >/etc/pyruse/conf.d/mine.toml; dpkg --purge pyruse");
        Assert.That(machine.Run("find /etc/pyruse -type f"), Is.EqualTo("/etc/pyruse/conf.d/mine.toml\n"));
    }

    /// <summary>Makes a package of a later version, whose configuration is another.</summary>
    private static void MakeNewer(Machine machine, string number)
    {
        using var files = new TempDirectory();
        string tree = Path.Combine(files.Path, "tree");
        Package.Run("dpkg-deb", "--raw-extract", Package.File, tree);
        string control = Path.Combine(tree, "DEBIAN", "control");
        File.WriteAllText(control, File.ReadAllText(control).Replace($"Version: {Package.Field("Version")}", $"Version: {Package.Field("Version")}.{number}", StringComparison.Ordinal));
        File.AppendAllText(Path.Combine(tree, "etc", "pyruse", "pyruse.toml"), $"# changed by {number}\n");
        string built = Path.Combine(files.Path, "newer.deb");
        Package.Run("dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, built);
        machine.Copy(built, Newer);
    }
}
