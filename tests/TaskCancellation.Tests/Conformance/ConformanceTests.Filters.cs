namespace TaskCancellation.Tests.Conformance;

public abstract partial class ConformanceTests
{
    [TestCase(CancelSelection.Auto)]
    [TestCase(CancelSelection.ClientSide)]
    public async Task A_filter_cancels_what_matches_and_has_not_ended_and_nothing_else(CancelSelection selection)
    {
        var running = service.AddRunning();
        var pending = service.AddPending();
        var elsewhere = service.AddPending(service.OtherScope);
        TaskId[] ended = [service.AddEnded(TaskState.Succeeded), service.AddEnded(TaskState.Failed), service.AddEnded(TaskState.Canceled)];
        var before = ended.Select(service.Truth).ToArray();

        var report = await CancelAndWait(service.FilterBy(service.Scope), new CancelOptions { Selection = selection });

        Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id), Is.EquivalentTo(new[] { running, pending }));
        Assert.That(report.AllCanceled, Is.True);
        Assert.That(service.Truth(elsewhere), Is.Not.EqualTo(TaskState.Canceled));
        Assert.That(ended.Select(service.Truth), Is.EqualTo(before));
        foreach (var outcome in report.Outcomes)
        {
            AgreesWithTruth(outcome);
        }
    }

    [TestCase(CancelSelection.Auto)]
    [TestCase(CancelSelection.ClientSide)]
    [Category("Finding C19")]
    public async Task A_kind_that_the_service_does_not_know_selects_nothing(CancelSelection selection)
    {
        TaskId[] spared = [service.AddRunning(), service.AddPending()];
        var filter = new TaskFilter { Kinds = ["aKindThatNobodyHas"] };
        if (Client.Capabilities.UnsupportedFields.HasFlag(FilterFields.Kinds))
        {
            Assert.That(() => Client.ListAsync(filter), Throws.InstanceOf<UnsupportedFilterException>());
            return;
        }

        Assert.That(await Run(Client.ListAsync(filter).ToListAsync().AsTask()), Is.Empty);
        Assert.That((await CancelAndWait(filter, new CancelOptions { Selection = selection })).Outcomes, Is.Empty);
        Assert.That(spared.Select(service.Truth), Has.None.EqualTo(TaskState.Canceled));
    }

    [Test]
    public async Task Ended_tasks_are_addressed_when_named_by_id()
    {
        var pending = service.AddPending();
        var succeeded = service.AddEnded(TaskState.Succeeded);
        var canceled = service.AddEnded(TaskState.Canceled);

        var report = await CancelAndWait(new TaskFilter { Ids = [pending, succeeded, canceled, service.UnknownId] });

        Assert.That(Verdict(pending), Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Verdict(succeeded), Is.EqualTo(CancellationVerdict.CompletedFirst));
        Assert.That(Verdict(canceled), Is.EqualTo(CancellationVerdict.AlreadyCanceled));
        Assert.That(report.Outcomes, Has.Count.EqualTo(3), "an id that no task has selects nothing");

        CancellationVerdict Verdict(TaskId id) => report.Outcomes.Single(outcome => outcome.Target.Id == id).Verdict;
    }

    [Test]
    public async Task A_condition_runs_on_the_listed_tasks_and_narrows_them()
    {
        var wanted = service.AddRunning();
        var other = service.AddPending();

        var report = await CancelAndWait(service.FilterBy(service.Scope) with { Where = task => task.Id == wanted });

        Assert.That(report.Outcomes.Single().Target.Id, Is.EqualTo(wanted));
        Assert.That(report.Selection, Is.EqualTo(CancelSelection.ClientSide));
        Assert.That(service.Truth(other), Is.Not.EqualTo(TaskState.Canceled));
    }

    [Test]
    public void A_condition_that_throws_fails_the_call_before_anything_is_canceled()
    {
        service.AddRunning();
        var second = service.AddPending();
        var filter = service.FilterBy(service.Scope) with { Where = task => task.Id == second ? throw new InvalidOperationException("mine") : true };

        var error = Assert.ThrowsAsync<InvalidOperationException>(() => Run(Client.CancelAsync(filter)));

        Assert.That(error!.Message, Is.EqualTo("mine"));
        Assert.That(Cancels, Is.Empty);
    }

    [Test]
    public async Task Nothing_to_cancel_is_an_empty_report()
    {
        service.AddEnded(TaskState.Succeeded);
        var report = await CancelAndWait(service.FilterBy(service.OtherScope), new CancelOptions { Selection = CancelSelection.ClientSide });
        Assert.That(report.Outcomes, Is.Empty);
        Assert.That(report.AllCanceled, Is.True);
        Assert.That(Cancels, Is.Empty);
    }

    [Test]
    public void A_degenerate_filter_is_refused_before_anything_is_sent()
    {
        TaskFilter[] unsafeOnes =
        [
            new() { Ids = [] }, new() { Ids = [default] }, new() { Ids = [" "] }, new() { Ids = ["*"] }, new() { Ids = [service.UnknownId, "**"] },
            new() { States = [] }, new() { States = Enum.GetValues<TaskState>() }, new() { States = [(TaskState)99] },
            new() { Scopes = [] }, new() { Scopes = [null!] }, new() { Scopes = [""] }, new() { Scopes = ["\t"] }, new() { Scopes = ["*"] }, new() { Scopes = [service.Scope, "*"] },
            new() { Names = [] }, new() { Names = [null!] }, new() { Names = [" "] }, new() { Names = ["*"] }, new() { Names = ["**"] },
            new() { Kinds = [] }, new() { Kinds = [null!] }, new() { Kinds = [""] }, new() { Kinds = ["*"] }, new() { Kinds = ["**"] }, new() { Kinds = ["a", " * "] },
        ];
        foreach (var filter in unsafeOnes)
        {
            Assert.That(() => { _ = Client.CancelAsync(filter, new CancelOptions { AllowAll = true }); }, Throws.InstanceOf<UnsafeFilterException>(), $"cancel {filter}");
            Assert.That(() => { _ = Client.ListAsync(filter); }, Throws.InstanceOf<UnsafeFilterException>(), $"list {filter}");
        }

        Assert.That(() => { _ = Client.CancelAsync(TaskFilter.All); }, Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(service.Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task Everything_is_canceled_only_when_that_is_said_out_loud()
    {
        var ids = new[] { service.AddRunning(), service.AddPending(), service.AddPending(service.OtherScope) };
        var report = await CancelAndWait(TaskFilter.All, new CancelOptions { AllowAll = true });
        Assert.That(report.AllCanceled, Is.True);
        Assert.That(ids.Select(service.Truth), Is.All.EqualTo(TaskState.Canceled));
    }

    [Test]
    public async Task More_targets_than_allowed_is_an_error_and_nothing_is_canceled()
    {
        service.AddRunning();
        service.AddPending();
        service.AddPending();
        var filter = service.FilterBy(service.Scope);

        var error = Assert.ThrowsAsync<UnsafeFilterException>(() => Run(Client.CancelAsync(filter, new CancelOptions { MaxTargets = 1 })));
        Assert.That(error!.TargetCount, Is.EqualTo(2), "the first too many ends the listing");
        Assert.That(Cancels, Is.Empty);

        var report = await CancelAndWait(filter, new CancelOptions { MaxTargets = 3 });
        Assert.That(report.Outcomes, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_list_shows_what_matches_and_each_task_once_at_any_page_size()
    {
        List<TaskId> ids = [service.AddRunning()];
        for (var count = 0; count < 6; count++)
        {
            ids.Add(service.AddPending());
        }

        service.AddPending(service.OtherScope);
        foreach (var size in new[] { 1, 2, 3, 7, 50 })
        {
            var listed = await Run(Client.ListAsync(service.FilterBy(service.Scope), new ReadOptions { PageSize = size }).ToListAsync().AsTask());
            Assert.That(listed.Select(task => task.Id), Is.EquivalentTo(ids), $"page size {size}");
        }
    }

    [Test]
    public async Task Raw_bytes_are_kept_only_when_asked_for()
    {
        var id = service.AddRunning();
        var plain = await Run(Client.FindAsync(id));
        var raw = await Run(Client.FindAsync(id, new ReadOptions { KeepRaw = true }));
        var listed = await Run(Client.ListAsync(new TaskFilter { Ids = [id] }, new ReadOptions { KeepRaw = true }).SingleAsync().AsTask());
        Assert.Multiple(() =>
        {
            Assert.That(plain!.Raw.IsEmpty, Is.True);
            Assert.That(raw!.Raw.IsEmpty, Is.False);
            Assert.That(listed.Raw.IsEmpty, Is.False);
            Assert.That(raw, Is.EqualTo(plain), "the bytes are no part of equality");
        });
    }

    [Test]
    public async Task A_task_that_is_gone_between_the_listing_and_the_cancel_has_ended()
    {
        var id = service.AddRunning();
        service.BeforeCancel(() =>
        {
            service.Finish(id);
            service.Remove(id);
        });

        var report = await CancelAndWait(service.FilterBy(service.Scope), new CancelOptions { Selection = CancelSelection.ClientSide });

        Assert.That(report.Outcomes.Single().Verdict, Client.Capabilities.HidesTasks ? Is.AnyOf(CancellationVerdict.NotFound, CancellationVerdict.Accepted) : Is.EqualTo(CancellationVerdict.Ended));
        Assert.That(report.Outcomes.Single().Snapshot!.Id, Is.EqualTo(id));
    }

    [Test]
    public async Task Many_ids_are_cut_into_requests_that_fit()
    {
        var ids = Enumerable.Range(0, 40).Select(_ => service.AddPending()).ToList();
        var report = await CancelAndWait(new TaskFilter { Ids = ids });
        Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id), Is.EquivalentTo(ids));
        Assert.That(report.AllCanceled, Is.True);
        Assert.That(service.Emulator.Requests.Max(line => line.Request.ToString().Length), Is.LessThanOrEqualTo(8100));
    }
}
