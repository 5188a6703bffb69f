using System.Text;
using BenchmarkDotNet.Attributes;
using Pyruse.Core.Patterns;

namespace Pyruse.Benchmarks.Micro;

/// <summary>What a regular expression costs: on text that its literals rule out, on text that it matches, and on each of the two engines.</summary>
[MemoryDiagnoser]
public class PatternBenchmarks
{
    private const string Rule = "^Failed password for (?P<user>.*) from (?P<ip>[^ ]*) port";
    private const string Hit = "Failed password for invalid user oracle from 203.0.113.7 port 40022 ssh2";

    private readonly LogPattern _pattern = LogPattern.Parse(Rule);
    private readonly LogPattern _linear = LogPattern.Parse(Rule, new LogPatternOptions { Patience = TimeSpan.Zero });
    private readonly byte[] _miss = Encoding.UTF8.GetBytes("Accepted publickey for alice from 192.0.2.14 port 40022 ssh2: ED25519 SHA256:AbCd");

    [Benchmark(Baseline = true)]
    public bool RuledOutByItsLiterals() => _pattern.IsCandidate(_miss);

    [Benchmark]
    public PatternMatch? Matched() => _pattern.Match(Hit);

    [Benchmark]
    public PatternMatch? MatchedInLinearTime() => _linear.Match(Hit);

    [Benchmark]
    public LogPattern Parsed() => LogPattern.Parse(Rule);
}
