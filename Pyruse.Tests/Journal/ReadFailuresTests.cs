using Pyruse.Journal;

namespace Pyruse.Tests.Journal;

public sealed class ReadFailuresTests
{
    [Test]
    public void After_some_tries_reading_goes_on_behind_the_place_further_each_time()
    {
        var failures = new ReadFailures();
        List<double?> seconds = [];
        while (!failures.AreHopeless)
        {
            failures.Add();
            seconds.Add(failures.StepOver?.TotalSeconds);
        }
        Assert.That(seconds, Is.EqualTo(new double?[] { null, null, null, 1e-6, 1e-3, 1, 1e3, 1e6, 1e6 }));
    }

    [Test]
    public void Whatever_can_be_read_begins_the_count_anew()
    {
        var failures = new ReadFailures();
        for (int i = 0; i < 4; i++)
            failures.Add();
        failures.Clear();
        failures.Add();
        Assert.That(failures.StepOver, Is.Null);
    }
}
