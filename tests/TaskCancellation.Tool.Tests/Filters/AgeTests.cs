using TaskCancellation.Tool.Filters;

namespace TaskCancellation.Tool.Tests.Filters;

internal sealed class AgeTests
{
    [TestCase("90s", 90)]
    [TestCase("15m", 900)]
    [TestCase("1h30m", 5400)]
    [TestCase("2d", 172_800)]
    [TestCase("1w", 604_800)]
    [TestCase("0s", 0)]
    [TestCase("1.5s", 1.5)]
    public void A_length_of_time_has_units(string text, double seconds) => Assert.That(Age.TryParse(text), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase("")]
    [TestCase("5")]
    [TestCase("-1h")]
    [TestCase("1h ")]
    [TestCase("1m1h")]
    [TestCase("1hh")]
    [TestCase("1y")]
    [TestCase("1,5s")]
    [TestCase("9999999999w")]
    [TestCase("999999999w")]
    [TestCase("1h\n")]
    public void Anything_else_is_none(string text) => Assert.That(Age.TryParse(text), Is.Null);
}
