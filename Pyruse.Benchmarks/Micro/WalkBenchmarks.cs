using System.Text;
using BenchmarkDotNet.Attributes;
using Pyruse.Benchmarks.InProcess;
using Pyruse.Core.Entries;
using Pyruse.Core.Hosting;
using Pyruse.Core.State;

namespace Pyruse.Benchmarks.Micro;

/// <summary>What an entry costs that no chain wants, by the number of chains, with and without the fused look-up. It must allocate nothing.</summary>
[MemoryDiagnoser]
public class WalkBenchmarks
{
    private PyruseEngine? _engine;
    private LogEntry? _entry;

    /// <summary>How many chains there are, each for another program.</summary>
    [Params(20, 200, 2000)]
    public int Chains { get; set; }

    /// <summary>Whether successive filters on one field are fused.</summary>
    [Params(true, false)]
    public bool Optimise { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var toml = new StringBuilder();
        for (int i = 0; i < Chains; i++)
        {
            toml.Append("[[chain]]\nname = \"").Append(i).Append("\"\nsteps = [{ filter = \"equals\", field = \"SYSLOG_IDENTIFIER\", value = \"program")
                .Append(i).Append("\" }, { action = \"noop\" }]\n");
        }
        _engine = EngineMaker.Make(toml.ToString(), new EngineHost { Store = new MemoryStateStore(0), Optimise = Optimise });
        _entry = new LogEntry(_engine.Workflow.Fields);
    }

    [Benchmark]
    public void Entry()
    {
        _entry!.Begin(1_760_000_000_000_000);
        _entry.Add("SYSLOG_IDENTIFIER"u8, "somebody-else"u8);
        _entry.Add("MESSAGE"u8, "a message that nobody wants to read"u8);
        _engine!.Handle(_entry);
    }
}
