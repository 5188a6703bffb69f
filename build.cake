// dotnet tool restore && dotnet cake --target=Build|Test|Bench|Pack|Publish|Ci

var target = Argument("target", "Test");
var configuration = Argument("configuration", "Release");
var artifacts = Directory("artifacts");

Task("Build")
    .Does(() => DotNetBuild("Pyruse.slnx", new DotNetBuildSettings { Configuration = configuration }));

Task("Test")
    .IsDependentOn("Build")
    .Does(() => DotNetTest("Pyruse.slnx", new DotNetTestSettings { Configuration = configuration, NoBuild = true }));

Task("Bench")
    .Does(() => DotNetRun("Pyruse.Benchmarks", new DotNetRunSettings { Configuration = "Release" }));

Task("Pack")
    .Does(() => DotNetPack("Pyruse.slnx", new DotNetPackSettings { Configuration = configuration, OutputDirectory = artifacts + Directory("packages") }));

Task("Publish")
    .Does(() => DotNetPublish("Pyruse.Cli", new DotNetPublishSettings { Configuration = configuration, OutputDirectory = artifacts + Directory("pyruse") }));

Task("Ci")
    .Does(() =>
    {
        if (StartProcess("bash", new ProcessSettings { Arguments = ".ci/run" }) != 0)
            throw new CakeException("The gate is closed: see above.");
    });

RunTarget(target);
