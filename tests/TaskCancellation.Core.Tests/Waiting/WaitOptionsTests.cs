namespace TaskCancellation.Core.Tests.Waiting;

public sealed class WaitOptionsTests
{
    [Test]
    public void Everything_is_left_to_the_service_by_default() =>
        Assert.That(
            (WaitOptions.Default.Timeout, WaitOptions.Default.FirstDelay, WaitOptions.Default.MaxDelay, WaitOptions.Default.Jitter),
            Is.EqualTo((default(TimeSpan?), default(TimeSpan?), default(TimeSpan?), 0.2)));

    [TestCase(-2)]
    [TestCase(-10_000)]
    public void Negative_times_are_refused(int milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);

        Assert.That(() => new WaitOptions { Timeout = time }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WaitOptions { FirstDelay = time }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WaitOptions { MaxDelay = time }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Jitter_may_be_none_or_all_of_a_pause(double jitter) => Assert.That(new WaitOptions { Jitter = jitter }.Jitter, Is.EqualTo(jitter));

    [Test]
    public void Only_the_time_out_may_be_infinite()
    {
        Assert.That(new WaitOptions { Timeout = Timeout.InfiniteTimeSpan }.Timeout, Is.EqualTo(Timeout.InfiniteTimeSpan));
        Assert.That(() => new WaitOptions { FirstDelay = Timeout.InfiniteTimeSpan }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WaitOptions { MaxDelay = Timeout.InfiniteTimeSpan }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_longest_pause_of_zero_is_refused_because_it_would_ask_without_pause() =>
        Assert.That(() => new WaitOptions { MaxDelay = TimeSpan.Zero }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    [TestCase(-0.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public void Jitter_goes_from_zero_to_one(double jitter) =>
        Assert.That(() => new WaitOptions { Jitter = jitter }, Throws.InstanceOf<ArgumentOutOfRangeException>());
}
