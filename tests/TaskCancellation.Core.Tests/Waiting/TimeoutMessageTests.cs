namespace TaskCancellation.Core.Tests.Waiting;

public sealed class TimeoutMessageTests : WaitFixture
{
    [Test]
    public void A_wait_that_runs_out_says_what_was_seen_and_why_the_last_read_failed()
    {
        Client.ReadsGive(Some.Task("t"), Some.Error(TaskErrorReason.ServerError));

        var error = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(3)));

        Assert.That(error.Message, Does.Contain("it was last seen Running, and the last read failed: scripted ServerError. The wait"));
    }
}
