// The Debian package and the tarball. Both hold one tree of files, which "Tree" stages in artifacts/tree-ARCH:
//     dotnet cake --target=Deb [--arch=amd64|arm64]
// .NET comes along where its runtime for that architecture can be restored; otherwise the package depends on dotnet-runtime-10.0.

using RuntimeInformation = System.Runtime.InteropServices.RuntimeInformation;
using System.Security.Cryptography;

var machine = RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";
var architecture = Argument("arch", machine);
var runtime = architecture == "arm64" ? "linux-arm64" : "linux-x64";
var compression = Argument("compression", "xz");
var tree = MakeAbsolute(artifacts + Directory("tree-" + architecture));
// Apart from what other builds make: another target must not be mistaken for the machine's own.
var apart = MakeAbsolute(artifacts + Directory("build"));
var version = XmlPeek("Directory.Build.props", "/Project/PropertyGroup/Version");
var isSelfContained = true;

Task("Tree")
    .Does(() =>
    {
        CleanDirectory(tree);
        isSelfContained = Try("dotnet", $"restore Pyruse.Cli --runtime {runtime} --artifacts-path {apart} -p:SelfContained=true -p:PublishReadyToRun=true");
        if (!isSelfContained)
            Warning($"The .NET runtime for {runtime} can't be restored here: the package depends on dotnet-runtime-10.0 instead of bringing it.");
        StageProgram();
        StageManual();
        StageFiles();
        Run("find", $"{tree} -type d -exec chmod 755 {{}} + -o -type f -exec chmod 644 {{}} +");
        Run("chmod", $"755 {tree}/usr/lib/pyruse/pyruse");
    });

Task("Deb")
    .Description("Makes the Debian package in artifacts.")
    .IsDependentOn("Tree")
    .Does(() =>
    {
        StageControl();
        Run("dpkg-deb", $"--root-owner-group -Z{compression} --build {tree} {Output($"pyruse_{version}_{architecture}.deb")}");
        DeleteDirectory(tree + "/DEBIAN", new DeleteDirectorySettings { Recursive = true });
    });

Task("Tarball")
    .Description("Makes an archive of the same files in artifacts, for machines without dpkg.")
    .IsDependentOn("Tree")
    .Does(() =>
    {
        CopyFile("packaging/tarball/INSTALL", tree + "/INSTALL");
        Run("tar", $"--create --gzip --file {Output($"pyruse-{version}-{runtime}.tar.gz")} --owner=root:0 --group=root:0 --sort=name --transform s,^\\.,pyruse-{version},S --directory {tree} .");
        DeleteFile(tree + "/INSTALL");
    });

void StageProgram()
{
    var program = tree + "/usr/lib/pyruse";
    var kind = isSelfContained ? "--self-contained true" : "--self-contained false -p:UseAppHost=false -p:PublishReadyToRun=false";
    Run("dotnet", $"publish Pyruse.Cli --configuration Release --runtime {runtime} {kind} -p:RunAnalyzers=false --artifacts-path {apart} --output {program}");
    // "pyruse modules show" reads the documentation of modules; nothing reads that of other classes.
    foreach (var file in GetFiles(program + "/**/*.pdb") + GetFiles(program + "/*.xml").Where(static file => file.GetFilename().FullPath != "Pyruse.Journal.xml"))
        DeleteFile(file);
    if (!isSelfContained)
        System.IO.File.WriteAllText(program + "/pyruse", "#!/bin/sh\nexec dotnet /usr/lib/pyruse/pyruse.dll \"$@\"\n");
    EnsureDirectoryExists(tree + "/usr/bin");
    Run("ln", $"-s ../lib/pyruse/pyruse {tree}/usr/bin/pyruse");
}

void StageManual()
{
    var pages = apart + "/manual";
    Run("dotnet", $"build Pyruse.Manual --configuration Release -p:RunAnalyzers=false --artifacts-path {apart}");
    Run("dotnet", $"{apart}/bin/Pyruse.Manual/release/Pyruse.Manual.dll pages {pages}");
    Stage(pages + "/pyruse.1", "/usr/share/man/man1/pyruse.1");
    Stage(pages + "/pyruse.toml.5", "/usr/share/man/man5/pyruse.toml.5");
    Stage(pages + "/pyruse-modules.7", "/usr/share/man/man7/pyruse-modules.7");
    Run("gzip", $"--best --no-name --recursive {tree}/usr/share/man");
    Stage(pages + "/pyruse.bash", "/usr/share/bash-completion/completions/pyruse");
    Stage(pages + "/_pyruse", "/usr/share/zsh/vendor-completions/_pyruse");
    Stage(pages + "/pyruse.fish", "/usr/share/fish/vendor_completions.d/pyruse.fish");
}

void StageFiles()
{
    const string Documentation = "/usr/share/doc/pyruse";
    Stage("packaging/etc/pyruse.toml", "/etc/pyruse/pyruse.toml");
    Stage("packaging/etc/conf.d/zz-the-rest.toml", "/etc/pyruse/conf.d/zz-the-rest.toml");
    foreach (var unit in GetFiles("packaging/systemd/*.service"))
        Stage(unit, "/lib/systemd/system/" + unit.GetFilename());
    Stage("packaging/sysusers/pyruse.conf", "/usr/lib/sysusers.d/pyruse.conf");
    Stage("packaging/tmpfiles/pyruse.conf", "/usr/lib/tmpfiles.d/pyruse.conf");
    foreach (var page in GetFiles("docs/*.md") + GetFiles("CHANGELOG.md"))
        Stage(page, $"{Documentation}/{page.GetFilename()}");
    foreach (var sample in GetFiles("samples/*.toml") + GetFiles("packaging/examples/*"))
        Stage(sample, $"{Documentation}/examples/{sample.GetFilename()}");
    foreach (var recipe in GetFiles("samples/recipes/*.toml"))
        Stage(recipe, $"{Documentation}/examples/recipes/{recipe.GetFilename()}");
    foreach (var recipe in GetFiles("samples/recipes/conf.d/*.toml"))
        Stage(recipe, $"{Documentation}/examples/recipes/conf.d/{recipe.GetFilename()}");
    Stage("packaging/debian/copyright", Documentation + "/copyright");
    Stage("packaging/debian/lintian-overrides", "/usr/share/lintian/overrides/pyruse");
    Stage("packaging/debian/changelog", Documentation + "/changelog");
    Run("gzip", $"--best --no-name {tree}{Documentation}/changelog");
}

void StageControl()
{
    if (!System.IO.File.ReadLines("packaging/debian/changelog").First().Contains($"({version})"))
        throw new CakeException($"packaging/debian/changelog does not begin with version {version}, which Directory.Build.props has; add an entry to it.");
    // What the runtime links to or loads: see docs/dependencies.md.
    var depends = "libsqlite3-0, libsystemd0, systemd | systemd-standalone-sysusers, tzdata, "
        + (isSelfContained ? "libc6 (>= 2.27), libgcc-s1, libssl3 | libssl3t64, libstdc++6, zlib1g" : "dotnet-runtime-10.0");
    var files = System.IO.Directory.GetFiles(tree.FullPath, "*", System.IO.SearchOption.AllDirectories).Where(static file => new System.IO.FileInfo(file).LinkTarget is null).Order(StringComparer.Ordinal).ToArray();
    var control = System.IO.File.ReadAllText("packaging/debian/control").Replace("@VERSION@", version).Replace("@ARCHITECTURE@", architecture).Replace("@DEPENDS@", depends)
        .Replace("@SIZE@", (files.Sum(static file => new System.IO.FileInfo(file).Length + 1023) / 1024).ToString());
    EnsureDirectoryExists(tree + "/DEBIAN");
    System.IO.File.WriteAllLines(tree + "/DEBIAN/md5sums", files.Select(file => $"{Convert.ToHexString(MD5.HashData(System.IO.File.ReadAllBytes(file))).ToLowerInvariant()}  {file[(tree.FullPath.Length + 1)..]}"));
    System.IO.File.WriteAllText(tree + "/DEBIAN/control", control);
    Stage("packaging/debian/conffiles", "/DEBIAN/conffiles");
    foreach (var script in (string[])["postinst", "prerm", "postrm"])
        Stage("packaging/debian/" + script, "/DEBIAN/" + script);
    Run("chmod", $"644 {tree}/DEBIAN/control {tree}/DEBIAN/conffiles {tree}/DEBIAN/md5sums");
    Run("chmod", $"755 {tree}/DEBIAN {tree}/DEBIAN/postinst {tree}/DEBIAN/prerm {tree}/DEBIAN/postrm");
}

void Stage(FilePath from, string to)
{
    EnsureDirectoryExists(((FilePath)(tree + to)).GetDirectory());
    CopyFile(from, tree + to);
}

string Output(string name) => MakeAbsolute(artifacts + File(name)).FullPath;

bool Try(string program, string arguments) => StartProcess(program, new ProcessSettings { Arguments = arguments, RedirectStandardOutput = true }) == 0;

void Run(string program, string arguments)
{
    if (StartProcess(program, new ProcessSettings { Arguments = arguments }) is not 0 and var code)
        throw new CakeException($"{program} {arguments} ended with {code}.");
}
