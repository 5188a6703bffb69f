using Pyruse.Core.Effects;
using Pyruse.Core.Reports;
using Pyruse.Core.State;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Reports;

/// <summary>The lines that the original program had collected are not lost when Pyruse takes its place.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReportImportTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pyruse-import-").FullName;
    private readonly MemoryStateStore _store = new();
    private readonly RecordingLogger _logger = new();

    private string FilePath => Path.Combine(_directory, "action_dailyReport.py.journal");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Lines_are_added_once_and_the_file_is_renamed()
    {
        File.WriteAllText(FilePath, """
            [
            {"L": 1, "T": 1700000000.5, "M": "to be checked", "D": "FIRSTLAST"},
            {"L": "INFO", "T": 1700000001, "M": "of interest"},
            {"L": 0, "T": 1700000002, "M": "everything else"},
            {"L": 2, "T": "never", "M": "no time"},
            not JSON

            """);

        ReportImport.Run(_directory, _store, _logger);
        ReportImport.Run(_directory, _store, _logger);

        Assert.Multiple(() =>
        {
            Assert.That(_store.ReadReportLines(ReportCut.Everything), Is.EqualTo(new ReportLine[]
            {
                new(1_700_000_000_500_000, ReportLevel.Warn, "to be checked", ReportDetails.FirstLast),
                new(1_700_000_001_000_000, ReportLevel.Info, "of interest", ReportDetails.All),
                new(1_700_000_002_000_000, ReportLevel.Other, "everything else", ReportDetails.All),
            }));
            Assert.That(File.Exists(FilePath), Is.False);
            Assert.That(File.Exists(FilePath + ".imported"));
            Assert.That(_logger.Messages, Is.EqualTo(new[]
            {
                $"Information: 3 lines of the next report were taken over from {FilePath}, which is now action_dailyReport.py.journal.imported.",
                "Warning: 2 lines of action_dailyReport.py.journal.imported have no message or no time; they were left out.",
            }));
        });
    }

    [Test]
    public void Without_a_file_nothing_is_said()
    {
        ReportImport.Run(_directory, _store, _logger);

        Assert.That(_logger.Messages, Is.Empty);
    }
}
