namespace TaskCancellation.Core.Tests.Replies;

/// <summary>Replies that name other tasks than were asked for, or none at all. To the scripted service, what begins with ! is no id.</summary>
public sealed class ReplyGuardTests : WaitFixture
{
    private static readonly TaskSnapshot[] Malformed =
    [
        Some.Task("!"),
        Some.Task(""),
        Some.Task("t") with { ParentId = "!" },
        Some.Task("t") with { CanceledBy = "!\u0007" },
    ];

    private static readonly Func<ScriptedTaskClient, Task>[] Lists =
    [
        client => client.ListAsync(TaskFilter.All).CountAsync().AsTask(),
        client => client.CancelAsync(Some.Kinds("k")),
        client => client.PlanAsync(Some.Kinds("k")),
    ];

    [Test]
    [Category("Finding A1,Finding A2")]
    public void The_task_that_is_read_is_the_one_that_was_asked_for()
    {
        Client.ReadsGive(Some.Task("777", TaskState.Canceled));

        Assert.That(() => Client.FindAsync("5"), IsUnbelievable("asked for the task 5, it answered with '777'"));
        Assert.That(() => WaitAsync(), IsUnbelievable("asked for the task t"));
    }

    [Test]
    [Category("Finding A1,Finding A2")]
    public async Task Another_task_in_the_look_after_a_cancel_says_nothing_of_the_one_that_was_canceled()
    {
        Client.ReadsGive(Some.Task("777", TaskState.Canceled));

        var outcome = await CancelAndWaitAsync(Within(10));

        Assert.That((outcome.Verdict, outcome.Snapshot, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Accepted, default(TaskSnapshot), TaskErrorReason.Protocol)));
    }

    [Test]
    [Category("Finding B1")]
    public void A_task_without_the_form_of_an_id_is_not_read([ValueSource(nameof(Malformed))] TaskSnapshot task)
    {
        Client.ReadsGive(task);

        Assert.That(() => Client.FindAsync("t"), IsUnbelievable("does not have the form of its ids"));
    }

    [Test]
    [Category("Finding B1,Finding B2")]
    public void A_task_without_the_form_of_an_id_is_not_listed_and_nothing_is_sent([ValueSource(nameof(Malformed))] TaskSnapshot task, [Range(0, 2)] int list)
    {
        Client.OnList = _ => [Some.Task("before", kind: "k"), task with { Kind = "k" }];

        Assert.That(() => Lists[list](Client), IsUnbelievable("does not have the form of its ids"));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    [Category("Finding B1,Finding B2")]
    public void Collateral_without_the_form_of_an_id_stops_a_cancel_before_anything_is_sent()
    {
        Client.Tasks.Add(Some.Task("t", kind: "k"));
        Client.OnCollateral = _ => [Some.Task("!")];

        Assert.That(() => Client.CancelAsync(Some.Kinds("k")), IsUnbelievable("does not have the form of its ids"));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    [Category("Finding B1")]
    public async Task What_a_reply_says_under_a_wrong_name_takes_nothing_from_the_others([Range(0, 3)] int wrong)
    {
        Client.Can = Client.Can with { IdsPerRequest = 3 };
        Client.Tasks.AddRange([Some.Task("1", kind: "k"), Some.Task("2", kind: "k"), Some.Task("3", kind: "k")]);
        Client.OnCancel = (request, _) => Task.FromResult(new CancelReply
        {
            Items =
            [
                new CancelReplyItem("1", CancelDisposition.Acknowledged, Some.Task("1", TaskState.Canceled)),
                wrong switch
                {
                    0 => new CancelReplyItem("!", CancelDisposition.Acknowledged),
                    1 => new CancelReplyItem("777", CancelDisposition.Acknowledged),
                    2 => new CancelReplyItem("2", CancelDisposition.Acknowledged, Some.Task("777", TaskState.Canceled)),
                    _ => new CancelReplyItem("2", CancelDisposition.AlreadyEnded, Some.Task("2", TaskState.Succeeded) with { ParentId = "!" }),
                },
                new CancelReplyItem("3", CancelDisposition.NotFound),
            ],
            Collateral = [Some.Task("!"), Some.Task("c")],
        });

        var report = (await Client.CancelAsync(Some.Kinds("k"))).Accepted;

        Assert.Multiple(() =>
        {
            Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1: Canceled", "2: Indeterminate", "3: Ended" }));
            Assert.That(report.Outcomes[1].Error, Has.Property("Reason").EqualTo(TaskErrorReason.Protocol));
            Assert.That(report.Collateral.Select(task => task.Id.Value), Is.EqualTo(new[] { "c" }));
        });
    }

    [Test]
    [Category("Finding B1")]
    public async Task A_cancel_by_filter_whose_reply_names_a_task_by_no_id_is_in_doubt_for_that_part()
    {
        Client.Can = Scripted.ByFilter;
        Client.OnCancel = (_, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem("1", CancelDisposition.Acknowledged), new CancelReplyItem("!", CancelDisposition.Acknowledged)] });

        var report = (await Client.CancelAsync(Some.Kinds("k"))).Accepted;

        Assert.That((report.Outcomes.Select(outcome => outcome.ToString()).Single(), report.IsIndeterminate, report.IsComplete, report.Error?.Reason), Is.EqualTo(("1: Accepted", true, false, TaskErrorReason.Protocol)));
    }

    [Test]
    [Category("Finding B1")]
    public async Task A_service_task_without_the_form_of_an_id_makes_the_reply_one_that_was_lost()
    {
        Client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { ServiceTask = "!" });
        Client.OnReconcile = lost => CancelReply.ForEach(lost, CancelDisposition.Unknown);

        var outcome = (await Client.CancelAsync("t")).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Error?.Reason, Client.Reconciles.Count), Is.EqualTo((CancellationVerdict.Indeterminate, TaskErrorReason.Protocol, 1)));
    }

    [Test]
    [Category("Finding B2")]
    public void No_id_is_sent_that_the_client_itself_refuses()
    {
        Assert.That(() => Client.Guard.SendCancelAsync(new CancelRequest { Targets = ["t", "!"] }, CancellationToken.None), Throws.ArgumentException);
        Assert.That(() => Client.Guard.ReadAsync("!", ReadOptions.Default, CancellationToken.None), Throws.ArgumentException);
        Assert.That(Client.RequestCount, Is.Zero);
    }

    [Test]
    public void What_a_reply_calls_a_task_is_shown_clean_and_short()
    {
        Client.ReadsGive(Some.Task("!\u001b\r\n\ud800" + new string('x', 100_000)));

        var error = Assert.ThrowsAsync<TaskRequestException>(() => Client.FindAsync("t"));

        Assert.That(error!.Message, Has.Length.LessThan(300).And.Not.Match(@"\p{C}"));
    }

    private static NUnit.Framework.Constraints.ContainsConstraint IsUnbelievable(string why) =>
        Throws.InstanceOf<TaskRequestException>().With.Property("Reason").EqualTo(TaskErrorReason.Protocol).And.Property("Delivery").EqualTo(RequestDelivery.Answered).And.Message.Contain(why);
}
