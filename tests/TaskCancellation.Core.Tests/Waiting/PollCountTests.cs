namespace TaskCancellation.Core.Tests.Waiting;

/// <summary>How many times a service is asked in a given time.</summary>
public sealed class PollCountTests : WaitFixture
{
    // Pauses of 1, 1.5, 2.25, 3.375 and then 4 seconds, and one look at the deadline.
    [TestCase(1, 2)]
    [TestCase(8.125, 5)]
    [TestCase(60, 18)]
    [TestCase(600, 153)]
    public void A_wait_of_that_many_seconds_looks_that_often(double seconds, int looks)
    {
        Client.ReadsGive(Some.Task("t"));

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(seconds)));

        Assert.That(Client.Reads, Has.Count.EqualTo(looks));
        Assert.That(Client.ReadSeconds, Is.All.LessThanOrEqualTo(seconds));
    }

    [Test]
    public void Jitter_adds_no_more_than_a_quarter_to_the_number_of_looks([Range(1, 5)] int run)
    {
        Client.ReadsGive(Some.Task("t"));

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(new WaitOptions { Timeout = Some.Seconds(600) }), $"{run}");

        var pauses = Client.ReadSeconds.Zip(Client.ReadSeconds.Skip(1), (a, b) => b - a).ToList();
        Assert.That(Client.Reads, Has.Count.InRange(153, 191));
        Assert.That(pauses.SkipLast(1).Select((pause, at) => pause / Math.Min(4, Math.Pow(1.5, at))), Is.All.InRange(0.8 - 1e-6, 1 + 1e-6));
    }

    [TestCase(60, 7)]
    [TestCase(65, 7)]
    public void A_service_that_allows_one_look_in_ten_seconds_is_not_asked_more_often(double seconds, int looks)
    {
        PaceIs(firstDelay: 10, maxDelay: 10, minInterval: 10);
        Client.ReadsGive(Some.Task("t"));

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(new WaitOptions { Timeout = Some.Seconds(seconds), Jitter = 1 }));

        Assert.That(Client.Reads, Has.Count.EqualTo(looks));
        Assert.That(Client.ReadSeconds.Zip(Client.ReadSeconds.Skip(1), (a, b) => b - a), Is.All.GreaterThanOrEqualTo(10));
    }

    [Test]
    public async Task One_list_a_round_serves_many_tasks()
    {
        Client.Can = Client.Can with { ListsByIds = true };
        Client.Tasks.AddRange(Enumerable.Range(1, 40).Select(id => Some.Task(id, kind: "k")));

        await OnClockAsync(() => Client.CancelAndWaitAsync(Some.Kinds("k"), waitOptions: Within(8.125)));

        Assert.That(Client.Lists.Skip(1).Select(list => list.At.TotalSeconds), Is.EqualTo([1, 2.5, 4.75, 8.125]));
        Assert.That(Client.Reads, Is.Empty);
    }
}
