using Pyruse.Tests.Bans;
using Pyruse.Tests.Mail.Support;

namespace Pyruse.Tests.Packaging.Debian;

/// <summary>What shells offer to somebody who presses the tabulator key.</summary>
public sealed class CompletionTests
{
    private static string Completion(string name) => Path.Combine(Package.Files, "usr/share", name);

    [TestCase("pyruse ba", "bans")]
    [TestCase("pyruse bans ", "list add remove why")]
    [TestCase("pyruse bans list --format ", "text json")]
    [TestCase("pyruse boot ipset", "ipsetBan")]
    [TestCase("pyruse modules show counterR", "counterRaise counterReset")]
    [TestCase("pyruse replay --config /etc/host", "/etc/hostname /etc/hosts")]
    [TestCase("pyruse replay --since ", "")]
    public void Bash_offers(string typed, string expected)
    {
        string script = $"source '{Completion("bash-completion/completions/pyruse")}'; read -ra COMP_WORDS <<< \"$1\"; [[ $1 != *' ' ]] || COMP_WORDS+=(''); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _pyruse; echo \"${{COMPREPLY[*]}}\"";
        string offered = Package.Run("bash", "-c", script, "bash", typed).Trim();
        Assert.That(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries), expected.Length == 0 ? Is.Empty : Is.SupersetOf(expected.Split(' ')));
    }

    [TestCase("pyruse bans ", "add\nlist\nremove\nwhy")]
    [TestCase("pyruse boot ", "ipsetBan\nnftBan")]
    [TestCase("pyruse bans list --format ", "json\ntext")]
    public void Fish_offers(string typed, string expected)
    {
        MailTools.Require("/usr/bin/fish", "fish");
        string offered = Package.Run("fish", "--no-config", "-c", $"source {Completion("fish/vendor_completions.d/pyruse.fish")}; complete -C '{typed}' | string split -f1 \\t");
        Assert.That(offered.Trim(), Is.EqualTo(expected));
    }

    [Test]
    public void Zsh_understands_it()
    {
        MailTools.Require("/usr/bin/zsh", "zsh");
        (int code, _, string error) = NetworkNamespace.Start(["zsh", "-n", Completion("zsh/vendor-completions/_pyruse")], "");
        Assert.That((code, error), Is.EqualTo((0, "")));
    }
}
