// <host>
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pyruse.Core.Effects;
using Pyruse.Extensions.Hosting;
using Pyruse.Plugins.Builtin;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders().AddPyruse();
builder.Services.AddPyruse(pyruse => pyruse
    .AddBuiltinModules()
    .AddChain("Errors", chain => chain
        .Filter("lowerOrEquals", ("field", "PRIORITY"), ("value", 3))
        .Action((entry, services) => services.Report.Add(ReportLevel.Warn, $"{entry["SYSLOG_IDENTIFIER"]}: {entry["MESSAGE"]}", ReportDetails.All)))
    .OnEffect(effect => Console.WriteLine(((ReportEffect)effect).Message)));
using IHost host = builder.Build();
await host.StartAsync();
host.Services.GetRequiredService<ILogger<Program>>().LogError("The disk {Disk} is full", "/srv");
await host.StopAsync();
// </host>
