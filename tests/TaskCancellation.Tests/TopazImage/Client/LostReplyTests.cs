using TaskCancellation.Testing;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>Cancels whose reply was lost, and what the tries after them make of it.</summary>
[TestFixture]
internal sealed class LostReplyTests : ClientTest
{
    [TestCase("Cancelled", CancellationVerdict.Canceled)]
    [TestCase("Completed", CancellationVerdict.CompletedFirst)]
    [TestCase("Failed", CancellationVerdict.CompletedFirst)]
    [TestCase("Processing", CancellationVerdict.Indeterminate)]
    [TestCase("Archived", CancellationVerdict.Indeterminate)]
    [Category("TZ-11.6")]
    [Category("Inferred")]
    public async Task A_409_after_a_lost_reply_is_explained_by_one_read(string state, CancellationVerdict expected)
    {
        // The lost try may have been the one that canceled it, so that it is not called canceled before.
        Service.On(CancelLine, Wire.NoContent, Wire.Seed(409)).On(ReadLine, Wire.JobReply(state));
        Service.Faults.OnCall(1).ResetAfterActing();
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, CancelLine, ReadLine }));
    }

    [TestCase("Cancelled", CancellationVerdict.Canceled)]
    [TestCase("Completed", CancellationVerdict.CompletedFirst)]
    [TestCase("Pending", CancellationVerdict.Indeterminate)]
    [Category("TZ-11.6")]
    [Category("Inferred")]
    public async Task A_404_after_a_lost_reply_is_explained_by_one_read(string state, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.NoContent, Wire.Seed(404)).On(ReadLine, Wire.JobReply(state));
        Service.Faults.OnCall(1).ResetAfterActing();
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, CancelLine, ReadLine }));
    }

    [Test]
    [Category("TZ-11.10")]
    public async Task A_404_after_a_lost_reply_that_is_not_found_again_stays_unclear()
    {
        Service.On(CancelLine, Wire.NoContent, Wire.Seed(404)).On(ReadLine, Wire.Seed(404));
        Service.Faults.OnCall(1).ResetAfterActing();
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, outcome.Error!.StatusCode), Is.EqualTo((CancellationVerdict.Indeterminate, (int?)404)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_lost_try_is_repeated_until_a_204(bool acted)
    {
        Service.On(CancelLine, Wire.NoContent);
        _ = acted ? Service.Faults.OnCall(1).ResetAfterActing() : Service.Faults.OnCall(1).ResetBeforeActing();
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, CancelLine }));
    }

    [TestCase("Cancelled", CancellationVerdict.Canceled)]
    [TestCase("Processing", CancellationVerdict.Indeterminate)]
    [Category("TZ-11.28")]
    public async Task A_500_to_the_last_is_settled_by_one_read(string state, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Seed(500)).On(ReadLine, Wire.JobReply(state));
        var outcome = await CancelAsync(CreateClient());
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, CancelLine, CancelLine, CancelLine, ReadLine }));
    }

    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    [Category("TZ-11.28")]
    [Category("Inferred")]
    public async Task A_gateways_page_is_repeated_and_the_next_refusal_read_up(int status)
    {
        Service.On(CancelLine, EmulatedReply.Html(status), Wire.Seed(409)).On(ReadLine, Wire.JobReply("Cancelled"));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task A_time_out_of_a_try_is_repeated_and_the_next_refusal_read_up()
    {
        Service.On(CancelLine, Wire.NoContent, Wire.Seed(409)).On(ReadLine, Wire.JobReply("Cancelled"));
        Service.Faults.OnCall(1).DelayReply(TimeSpan.FromMinutes(1));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task When_nothing_can_be_read_either_both_failures_are_told()
    {
        Service.Faults.Always().ResetBeforeActing();
        var outcome = await CancelAsync(CreateClient(configure: options => options.MaxRetries = 0));
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
        Assert.That(outcome.Error!.InnerException, Is.InstanceOf<AggregateException>());
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, ReadLine }));
    }

    [Test]
    public async Task A_connection_that_was_never_made_is_not_an_attempt()
    {
        Service.Faults.Always().Refuse();
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.NotAttempted));
    }

    [Test]
    public async Task An_unclear_cancel_is_followed_until_the_job_shows_its_end()
    {
        Service.On(CancelLine, Wire.Seed(500)).On(ReadLine, Wire.JobReply("Processing"), Wire.JobReply("Pending"), Wire.JobReply("Cancelled"));
        Assert.That((await RunAsync(CreateClient().CancelAndWaitAsync(Wire.Id))).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task A_404_of_a_page_is_not_the_services_not_found()
    {
        Service.On(CancelLine, EmulatedReply.Html(404)).On(ReadLine, Wire.JobReply("Processing"));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, outcome.Error!.Reason), Is.EqualTo((CancellationVerdict.Indeterminate, TaskErrorReason.Protocol)));
    }
}
