// dotnet tool restore && dotnet cake --target=Build|Test|Bench|Pack|Approve|Modules|Publish|Deb|Tarball|Ci

var target = Argument("target", "Test");
var configuration = Argument("configuration", "Release");
var artifacts = Directory("artifacts");

Task("Build")
    .Does(() => DotNetBuild("Pyruse.slnx", new DotNetBuildSettings { Configuration = configuration }));

Task("Test")
    .IsDependentOn("Build")
    .Does(() => DotNetTest("Pyruse.slnx", new DotNetTestSettings { Configuration = configuration, NoBuild = true }));

Task("Bench")
    .Description("Measures single operations; see docs/performance.md for all there is to measure.")
    .Does(() => DotNetRun("Pyruse.Benchmarks", "micro", new DotNetRunSettings { Configuration = "Release" }));

Task("Pack")
    .Description("Makes the packages, with their symbols, in artifacts/packages.")
    .Does(() =>
    {
        var packages = artifacts + Directory("packages");
        CleanDirectory(packages);
        var settings = new DotNetPackSettings { Configuration = configuration, OutputDirectory = packages };
        DotNetPack("Pyruse.slnx", settings);
        foreach (var template in GetFiles("templates/*.csproj"))
            DotNetPack(template.FullPath, settings);
    });

Task("Approve")
    .Description("Takes over the public surface of all packages as it is now; look at the difference before committing it.")
    .Does(() => DotNetTest("Pyruse.Tests", new DotNetTestSettings
    {
        Configuration = configuration,
        Filter = "FullyQualifiedName~PublicApiTests",
        EnvironmentVariables = new Dictionary<string, string> { ["PYRUSE_APPROVE"] = "1" },
    }));

Task("Modules")
    .Description("Writes docs/modules.md anew from the documentation of the modules' classes.")
    .Does(() => DotNetRun("Pyruse.Manual", "modules docs/modules.md", new DotNetRunSettings { Configuration = configuration }));

Task("Publish")
    .Does(() => DotNetPublish("Pyruse.Cli", new DotNetPublishSettings { Configuration = configuration, OutputDirectory = artifacts + Directory("pyruse") }));

Task("Ci")
    .Does(() =>
    {
        if (StartProcess("bash", new ProcessSettings { Arguments = ".ci/run" }) != 0)
            throw new CakeException("The gate is closed: see above.");
    });

#load "packaging/package.cake"

RunTarget(target);
