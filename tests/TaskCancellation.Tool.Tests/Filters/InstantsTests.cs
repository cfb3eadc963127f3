using TaskCancellation.Testing;
using TaskCancellation.Tool.Filters;

namespace TaskCancellation.Tool.Tests.Filters;

internal sealed class InstantsTests
{
    private static readonly DateTimeOffset Now = VirtualClock.DefaultStart;
    private readonly VirtualClock clock = new();

    [TestCase("2026-01-31T12:00Z", "2026-01-31T12:00:00Z")]
    [TestCase("2026-01-31T12:00:05.25Z", "2026-01-31T12:00:05.25Z")]
    [TestCase("2026-01-31T12:00:00+01:00", "2026-01-31T11:00:00Z")]
    [TestCase("2026-01-31T12:00-05:30", "2026-01-31T17:30:00Z")]
    public void An_instant_has_a_time_zone(string text, string expected) =>
        Assert.That(Instants.Parse("--after", text, clock), Is.EqualTo(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)));

    [Test]
    public void An_age_is_counted_back() => Assert.That(Instants.Parse("--after", "2h", clock), Is.EqualTo(Now.AddHours(-2)));

    [TestCase("2026-01-31")]
    [TestCase("2026-01-31T12:00")]
    [TestCase("2026-01-31 12:00Z")]
    [TestCase("yesterday")]
    [TestCase("9000w")]
    public void Anything_else_is_refused_by_a_sentence(string text) =>
        Assert.That(() => Instants.Parse("--after", text, clock), Throws.TypeOf<UsageException>().With.Message.StartsWith("--after: "));

    [Test]
    public void Either_end_of_a_range_may_be_left_out()
    {
        using var all = Assert.EnterMultipleScope();
        Assert.That(Instants.ParseRange("--started", "..1h", clock), Is.EqualTo(TimeRange.Before(Now.AddHours(-1))));
        Assert.That(Instants.ParseRange("--started", "1h..", clock), Is.EqualTo(TimeRange.AtOrAfter(Now.AddHours(-1))));
        Assert.That(Instants.ParseRange("--started", "2h..1h", clock), Is.EqualTo(TimeRange.AtOrAfter(Now.AddHours(-2)).And(TimeRange.Before(Now.AddHours(-1)))));
    }

    [TestCase("..")]
    [TestCase("1h")]
    [TestCase("1h...")]
    [TestCase("")]
    public void A_range_that_says_nothing_is_refused(string text) => Assert.That(() => Instants.ParseRange("--started", text, clock), Throws.TypeOf<UsageException>());
}
