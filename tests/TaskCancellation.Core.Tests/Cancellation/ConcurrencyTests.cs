namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class ConcurrencyTests
{
    private readonly ScriptedTaskClient client = new();
    private readonly List<TaskCompletionSource> held = [];
    private int underWay;
    private int most;

    [SetUp]
    public void Replies_are_held()
    {
        held.Clear();
        (underWay, most) = (0, 0);
        client.Tasks.Clear();
        client.Tasks.AddRange(Enumerable.Range(0, 20).Select(at => Some.Task(at)));
        client.OnCancel = async (request, _) =>
        {
            var hold = new TaskCompletionSource();
            held.Add(hold);
            most = Math.Max(most, ++underWay);
            await hold.Task.ConfigureAwait(false);
            underWay--;
            return CancelReply.ForEach(request, CancelDisposition.Acknowledged);
        };
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(64)]
    public async Task There_are_never_more_requests_under_way_than_allowed_and_as_many_as_that(int width)
    {
        var operation = await Task.Run(async () =>
        {
            var canceling = client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true, MaxConcurrency = width });
            for (var at = 0; at < 20; at++)
            {
                held[at].SetResult();
            }

            return await canceling;
        });

        Assert.That(most, Is.EqualTo(Math.Min(width, 20)));
        Assert.That(operation.Accepted.Outcomes, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Replies_that_come_out_of_order_leave_the_outcomes_in_order()
    {
        var operation = await Task.Run(async () =>
        {
            var canceling = client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true, MaxConcurrency = 20 });
            foreach (var hold in Enumerable.Reverse(held.ToList()))
            {
                hold.SetResult();
            }

            return await canceling;
        });

        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(client.Tasks.Select(task => task.Id)));
    }

    [Test]
    public async Task A_failure_of_one_request_does_not_stop_the_others()
    {
        client.OnCancel = (request, _) => request.Targets[0].Id == 3
            ? Task.FromException<CancelReply>(Some.Error(TaskErrorReason.Authorization))
            : Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged));

        var report = (await client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true })).Accepted;

        Assert.That((report.Count(CancellationVerdict.Accepted), report.Count(CancellationVerdict.Denied)), Is.EqualTo((19, 1)));
        Assert.That(report.Outcomes[3].Verdict, Is.EqualTo(CancellationVerdict.Denied));
    }

    [Test]
    public void After_something_unforeseen_no_further_request_is_begun_and_it_is_thrown()
    {
        client.OnCancel = (request, _) => request.Targets[0].Id == 2
            ? Task.FromException<CancelReply>(new InvalidOperationException("a bug"))
            : Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged));

        Assert.That(() => client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true, MaxConcurrency = 1 }), Throws.InvalidOperationException);
        Assert.That(client.Cancels, Has.Count.EqualTo(3));
    }

    [Test]
    public void The_token_ends_the_call_and_no_further_request_is_begun()
    {
        using var source = new CancellationTokenSource();
        client.OnCancel = (request, token) =>
        {
            source.Cancel();
            return Task.FromCanceled<CancelReply>(token);
        };

        Assert.That(() => client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true, MaxConcurrency = 1 }, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(client.Cancels, Has.Count.EqualTo(1));
        Assert.That(client.Reconciles, Is.Empty);
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void Less_than_one_request_at_once_is_refused(int width) =>
        Assert.That(() => new CancelOptions { MaxConcurrency = width }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void A_negative_number_of_targets_is_refused() =>
        Assert.That(() => new CancelOptions { MaxTargets = -1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
}
