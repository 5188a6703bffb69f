using System.Globalization;
using Pyruse.Core.Reports;

namespace Pyruse.Tests.Reports;

/// <summary>A report is due once a day, by the local clock.</summary>
public sealed class ReportDaysTests
{
    [TestCase("00:00", "2026-11-20T12:00:00Z", "2026-11-20T23:00:00Z", TestName = "The next midnight")]
    [TestCase("00:00", "2026-11-20T23:00:00Z", "2026-11-21T23:00:00Z", TestName = "At midnight, the one after")]
    [TestCase("06:30", "2026-11-20T04:00:00Z", "2026-11-20T05:30:00Z", TestName = "A time of the same day")]
    [TestCase("00:00", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", TestName = "A day of 23 hours")]
    [TestCase("00:00", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", TestName = "A day of 25 hours")]
    [TestCase("02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", TestName = "A time that the clock leaves out: the moment it does")]
    [TestCase("02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", TestName = "A time that comes twice: the first")]
    [TestCase("02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", TestName = "A time that comes twice: not the second")]
    public void In_Berlin(string at, string after, string expected) =>
        Assert.That(Days(at, "Europe/Berlin").NextAfter(Time(after)), Is.EqualTo(Time(expected)));

    [TestCase("2018-11-03T12:00:00Z", "2018-11-04T03:00:00Z", TestName = "Midnight can be left out too")]
    public void In_Sao_Paulo(string after, string expected) => Assert.That(Days("00:00", "America/Sao_Paulo").NextAfter(Time(after)), Is.EqualTo(Time(expected)));

    [Test]
    public void Each_day_of_six_years_has_one_whatever_the_zone(
        [Values("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago", "Africa/Casablanca")] string zone,
        [Values("00:00", "00:30", "02:00", "02:30", "12:00", "23:59:59")] string at)
    {
        ReportDays days = Days(at, zone);
        TimeZoneInfo local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        DateTimeOffset time = Time("2010-01-01T12:00:00Z");
        DateOnly day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(days.NextAfter(time), local).DateTime);
        for (int i = 0; i < 6 * 365; i++)
        {
            time = days.NextAfter(time);
            Assert.That(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, local).DateTime), Is.EqualTo(day.AddDays(i)));
        }
    }

    [TestCase("2026-11-20T23:00:00Z", "2026-11-20", TestName = "A report of midnight is of the day before")]
    [TestCase("2026-11-20T22:55:00Z", "2026-11-20", TestName = "A report of the evening is of that day")]
    [TestCase("2026-11-20T07:00:00Z", "2026-11-19", TestName = "A report of the morning is of the day before")]
    public void A_report_is_of_the_day_that_most_of_it_is_in(string end, string day) =>
        Assert.That(Days("00:00", "Europe/Berlin").DayOf(Time(end)), Is.EqualTo(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    private static ReportDays Days(string at, string zone) => new(TimeOnly.Parse(at, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
