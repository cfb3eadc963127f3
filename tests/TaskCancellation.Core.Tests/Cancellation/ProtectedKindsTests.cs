namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class ProtectedKindsTests
{
    private static readonly CancelOptions Everything = new() { AllowAll = true };

    private readonly ScriptedTaskClient client = new() { Can = Scripted.ByFilter with { ProtectedKinds = ["upgrade", "meta:*"] } };

    [Test]
    public async Task Without_a_protected_task_about_the_cancel_is_left_to_the_service()
    {
        client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, TaskState.Succeeded, "upgrade")]);

        await client.CancelAsync(TaskFilter.All, Everything);

        Assert.That(client.Lists, Has.Count.EqualTo(2), "and a preview at what is addressed");
        Assert.That(client.Lists[0].Filter.Filter.Kinds, Is.EqualTo(new[] { "upgrade", "meta:*" }));
        Assert.That(client.Lists[0].Filter.Filter.States, Is.EqualTo(Scripted.Lifecycle.UnfinishedStates));
        Assert.That(client.Cancels.Single().Filter, Is.Not.Null);
    }

    [Test]
    public async Task A_protected_task_about_is_left_out_of_a_frozen_selection_and_reported()
    {
        client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "meta:cancel"), Some.Task(3)]);

        var report = (await client.CancelAsync(TaskFilter.All, Everything)).Accepted;

        Assert.That(client.Cancels.SelectMany(request => request.Targets).Select(target => target.Id.Value), Is.EqualTo(new[] { "1", "3" }));
        Assert.That(report.Selection, Is.EqualTo(CancelSelection.ClientSide));
        Assert.That(report.Protected.Select(task => task.Id.Value), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public void A_protected_task_about_forbids_a_selection_at_the_server()
    {
        client.Tasks.Add(Some.Task(2, kind: "upgrade"));

        Assert.That(
            () => client.CancelAsync(TaskFilter.All, Everything with { Selection = CancelSelection.ServerSide }),
            Throws.InstanceOf<UnsafeFilterException>().With.Property("Field").EqualTo("Kinds").And.Message.Contains("upgrade"));
        Assert.That(client.Cancels, Is.Empty);
    }

    [Test]
    public async Task A_protected_task_that_the_filter_does_not_match_is_not_in_the_way()
    {
        client.Tasks.Add(Some.Task(2, kind: "upgrade") with { Scope = "b" });

        await client.CancelAsync(new TaskFilter { Scopes = ["a"] });

        Assert.That(client.Cancels.Single().Filter, Is.Not.Null);
    }

    [TestCase("upgrade", ExpectedResult = true)]
    [TestCase("upgr*", ExpectedResult = false)]
    [TestCase("meta:*", ExpectedResult = false)]
    public async Task<bool> A_protected_kind_is_canceled_only_when_named_whole(string kind)
    {
        client.Tasks.AddRange([Some.Task(1, kind: "upgrade"), Some.Task(2, kind: "meta:x")]);

        var report = (await client.CancelAsync(Some.Kinds(kind), new CancelOptions { Selection = CancelSelection.ClientSide })).Accepted;

        return report.Outcomes.Count == 1 && report.Protected.Count == 0;
    }

    [Test]
    public async Task Kinds_named_whole_need_no_look_for_protected_tasks()
    {
        await client.CancelAsync(Some.Kinds("upgrade", "k"));

        Assert.That(client.Lists.Single().Filter.Filter.Kinds, Is.EqualTo(new[] { "upgrade", "k" }), "the preview alone");
        Assert.That(client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_kind_with_a_wildcard_looks_for_the_protected_ones_it_would_take_along()
    {
        client.Tasks.Add(Some.Task(2, kind: "upgrade"));

        await client.CancelAsync(Some.Kinds("k*"));
        var frozen = (await client.CancelAsync(Some.Kinds("up*"))).Accepted;

        Assert.That(client.Cancels.Single().Filter!.Filter.Kinds, Is.EqualTo(new[] { "k*" }));
        Assert.That(frozen.Protected, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_id_that_is_named_is_canceled_whatever_its_kind()
    {
        client.Tasks.Add(Some.Task(2, kind: "upgrade"));

        Assert.That((await client.CancelAsync(new TaskFilter { Ids = [2] })).Accepted.Outcomes, Has.Count.EqualTo(1));
        Assert.That((await client.CancelAsync(new TaskFilter { Ids = [2] }, new CancelOptions { Selection = CancelSelection.ServerSide })).Accepted.Protected, Is.Empty);
    }

    [Test]
    public async Task A_server_too_old_for_one_of_the_kinds_is_asked_for_each()
    {
        RefuseKind("upgrade");
        client.Tasks.Add(Some.Task(1, kind: "k"));

        await client.CancelAsync(TaskFilter.All, Everything);

        Assert.That(client.Lists.SkipLast(1).Select(list => string.Join(',', list.Filter.Filter.Kinds!)), Is.EqualTo(new[] { "upgrade,meta:*", "upgrade", "meta:*" }));
        Assert.That(client.Cancels.Single().Filter, Is.Not.Null);
    }

    [Test]
    public async Task A_server_too_old_for_one_of_the_kinds_still_shows_tasks_of_the_others()
    {
        RefuseKind("upgrade");
        client.Tasks.Add(Some.Task(1, kind: "meta:x"));

        var report = (await client.CancelAsync(TaskFilter.All, Everything)).Accepted;

        Assert.That(report.Protected, Has.Count.EqualTo(1));
        Assert.That(client.Cancels, Is.Empty);
    }

    [Test]
    public void A_server_that_refuses_all_of_the_kinds_is_believed_to_refuse_the_filter()
    {
        var refusal = Some.Error(TaskErrorReason.InvalidRequest);
        client.OnList = _ => throw refusal;

        Assert.That(() => client.CancelAsync(TaskFilter.All, Everything), Throws.Exception.SameAs(refusal));
        Assert.That(client.Cancels, Is.Empty);
    }

    [TestCase(TaskErrorReason.Authorization)]
    [TestCase(TaskErrorReason.ServerError)]
    public void A_look_for_protected_tasks_that_fails_otherwise_ends_the_call_before_any_cancel(TaskErrorReason kind)
    {
        client.OnList = _ => throw Some.Error(kind);

        Assert.That(() => client.CancelAsync(TaskFilter.All, Everything), Throws.InstanceOf<TaskRequestException>());
        Assert.That((client.Lists.Count, client.Cancels.Count), Is.EqualTo((1, 0)));
    }

    private void RefuseKind(string unknown) => client.OnList = translation => translation.Filter.Kinds is { } kinds && kinds.Contains(unknown)
        ? throw Some.Error(TaskErrorReason.InvalidRequest)
        : client.Tasks.Where(task => PlainPredicate.Matches(translation.Filter, task));
}
