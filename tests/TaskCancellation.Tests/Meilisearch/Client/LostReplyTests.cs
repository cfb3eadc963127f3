using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Cancels whose reply does not arrive, or arrives broken.</summary>
public sealed class LostReplyTests : ClientTest
{
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    private static readonly string[] Losses = ["reset", "502", "504", "html", "cut", "cut at once", "silence", "truncated"];

    [Test]
    public async Task A_cancel_by_filter_is_found_by_its_mark_and_never_sent_again([ValueSource(nameof(Losses))] string loss)
    {
        AddOpen();
        Lose(Server.Faults.On("POST", "/tasks/cancel"), loss);
        var operation = await Run(Client.CancelAsync(Movies));
        Assert.That(operation.Accepted.IsIndeterminate, Is.False);
        Assert.That(operation.ServiceTask, Is.EqualTo((TaskId)1));
        var report = await Run(operation.WaitForCompletionAsync());
        Assert.That((Verdicts(report), report.AllCanceled), Is.EqualTo(("0:Canceled", true)));
        Assert.That(Posts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_cancel_of_the_same_filter_is_not_taken_for_the_lost_one()
    {
        AddOpen();
        await Run(NewClient().CancelAsync(Movies));
        Server.Faults.On("POST", "/tasks/cancel").ResetBeforeActing();
        var operation = await Run(Client.CancelAsync(Movies));
        Assert.That((operation.Accepted.IsIndeterminate, operation.ServiceTask), Is.EqualTo((true, (TaskId?)null)));
    }

    [Test]
    public async Task What_cannot_be_found_is_indeterminate_never_not_sent()
    {
        AddOpen();
        Server.Faults.On("POST", "/tasks/cancel").ResetBeforeActing();
        var operation = await Run(Client.CancelAsync(Movies));
        Assert.That((operation.Accepted.IsIndeterminate, operation.Accepted.AllCanceled, operation.Accepted.Outcomes.Count), Is.EqualTo((true, false, 0)));
        Assert.That(operation.Accepted.Error, Is.Not.Null.And.Property("Delivery").EqualTo(RequestDelivery.MaybeSent));
        Assert.That(Posts, Has.Count.EqualTo(1));
        var waited = await Run(operation.WaitForCompletionAsync());
        Assert.That((waited.IsIndeterminate, waited.AllCanceled), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task With_both_ends_taken_the_mark_follows_the_nanoseconds_of_one()
    {
        AddOpen();
        Server.Faults.On("POST", "/tasks/cancel").ResetAfterActing();
        var filter = new TaskFilter { Enqueued = TimeRange.After(Clock.GetUtcNow().AddDays(-1)).And(TimeRange.Before(Clock.GetUtcNow().AddDays(1))) };
        var operation = await Run(Client.CancelAsync(filter));
        Assert.That((operation.Accepted.IsIndeterminate, Posts.Count), Is.EqualTo((false, 1)));
    }

    [Test]
    public async Task A_read_back_that_fails_leaves_the_first_failure_and_adds_its_own()
    {
        AddOpen();
        Server.Faults.On("POST", "/tasks/cancel").ActThenRespond(EmulatedReply.Html(502));
        Server.Faults.When(request => request.RawQuery.StartsWith("types=taskCancelation&", StringComparison.Ordinal)).Respond(EmulatedReply.Json(403, """{"message":"The provided API key is invalid.","code":"invalid_api_key","type":"auth","link":""}"""));
        var operation = await Run(Client.CancelAsync(Movies));
        Assert.That((operation.Accepted.IsIndeterminate, operation.Accepted.Error?.StatusCode), Is.EqualTo((true, (int?)502)));
        Assert.That(operation.Accepted.Error!.Message, Does.Contain("Reading back").And.Contain("invalid_api_key"));
    }

    [Test]
    [Category("Inferred")]
    public async Task A_key_that_cannot_see_its_cancellation_cannot_find_it_again()
    {
        AddOpen();
        var client = NewClient("movies-key", ["tasks.*"], "movies");
        Server.Faults.On("POST", "/tasks/cancel").ResetAfterActing();
        Assert.That((await Run(client.CancelAsync(Movies))).Accepted.IsIndeterminate, Is.True);
    }

    [Test]
    public async Task A_cancel_by_ids_is_repeated_and_what_the_lost_try_canceled_is_ours([ValueSource(nameof(Losses))] string loss)
    {
        AddOpen();
        Lose(Server.Faults.On("POST", "/tasks/cancel"), loss).Times(1);
        var outcome = await Run(Client.CancelAndWaitAsync((TaskTarget)0));
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(outcome.Snapshot!.CanceledBy, Is.Not.Null);
    }

    [Test]
    public async Task A_cancel_by_ids_that_never_gets_a_reply_is_settled_by_reading()
    {
        AddOpen();
        Server.Faults.On("POST", "/tasks/cancel").ResetAfterActing();
        var outcome = await Run(Client.CancelAndWaitAsync((TaskTarget)0));
        Assert.That((outcome.Verdict, Posts.Count), Is.EqualTo((CancellationVerdict.Canceled, 4)));
    }

    [Test]
    public async Task A_cancel_by_ids_that_never_arrives_is_indeterminate_while_the_task_runs()
    {
        AddOpen();
        Server.Faults.On("POST", "/tasks/cancel").ResetBeforeActing();
        var outcome = (await Run(Client.CancelAsync((TaskTarget)0))).Accepted.Outcomes[0];
        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Indeterminate, (TaskErrorReason?)TaskErrorReason.Connection)));
        Assert.That(Status(0), Is.EqualTo("processing"));
    }

    [Test]
    public async Task A_cancel_delivered_twice_ends_as_one()
    {
        AddOpen();
        Server.Faults.On("POST", "/tasks/cancel").Duplicate();
        Assert.That((await Run(Client.CancelAndWaitAsync((TaskTarget)0))).IsCanceled, Is.True);
    }

    private static FaultRule Lose(FaultRule rule, string loss) => loss switch
    {
        "reset" => rule.ResetAfterActing(),
        "502" => rule.ActThenRespond(EmulatedReply.Html(502)),
        "504" => rule.ActThenRespond(EmulatedReply.Html(504)),
        "html" => rule.ActThenRespond(EmulatedReply.Html(200)),
        "cut" => rule.CutBodyAt(20),
        "cut at once" => rule.CutBodyAt(0),
        "silence" => rule.DelayReply(TimeSpan.FromMinutes(2)),
        _ => rule.Edit(reply => reply with { Body = reply.Body[..30] }),
    };
}
