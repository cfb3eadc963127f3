namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>What the client makes of each status.</summary>
[TestFixture]
internal sealed class StateTests : ClientTest
{
    [TestCase("SCHEDULED", TaskState.Pending)]
    [TestCase("QUEUEING", TaskState.Pending)]
    [TestCase("QUEUED", TaskState.Pending)]
    [TestCase("RUNNING", TaskState.Running)]
    [TestCase("CANCELLING", TaskState.Canceling)]
    [TestCase("SUCCESS", TaskState.Succeeded)]
    [TestCase("ERRORS_ENCOUNTERED", TaskState.Failed)]
    [TestCase("TIMEOUT", TaskState.Failed)]
    [TestCase("COMPLETED_DUE_TO_INACTIVITY", TaskState.Failed)]
    [TestCase("MISSED_SCHEDULE", TaskState.Failed)]
    [TestCase("FAILED_TO_RUN", TaskState.Failed)]
    [TestCase("CANCELLED", TaskState.Canceled)]
    [Category("VV-10.18")]
    public async Task A_status_is_read_as_the_state_of_its_row(string status, TaskState state)
    {
        Service.On(JobLine(1), Wire.Job(1, status));
        var client = CreateClient();
        var read = await RunAsync(client.FindAsync(1));
        Assert.That((read!.RawState, read.State), Is.EqualTo((status, state)));
        Assert.That(client.Lifecycle.Find(read), Is.SameAs(client.Lifecycle.Find(status)));
    }

    [TestCase("PAUSED")]
    [TestCase("FAILED")]
    [TestCase("success")]
    [Category("VV-10.35")]
    public async Task A_word_that_is_not_known_is_never_guessed(string word)
    {
        Service.On(JobLine(1), Wire.Job(1, word));
        var read = await RunAsync(CreateClient().FindAsync(1));
        Assert.That((read!.State, read.RawState, read.IsTerminal), Is.EqualTo((TaskState.Unknown, word, false)));
    }
}
