using System.Reflection;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Safety;

/// <summary>What could make a cancel address more than was meant, and never does.</summary>
internal sealed class NeverWiderTests
{
    private static readonly DateTimeOffset Start = VirtualClock.DefaultStart;

    private static readonly (string Name, TimeRange Range)[] Empty =
    [
        ("inverted", TimeRange.After(Start.AddDays(1)).And(TimeRange.Before(Start.AddDays(-1)))),
        ("inverted by a tick", TimeRange.AtOrAfter(Start.AddTicks(1)).And(TimeRange.AtOrBefore(Start))),
        ("between an instant and itself", TimeRange.After(Start).And(TimeRange.Before(Start))),
        ("half open at one instant", TimeRange.AtOrAfter(Start).And(TimeRange.Before(Start))),
        ("between two ticks", TimeRange.After(Start).And(TimeRange.Before(Start.AddTicks(1)))),
        ("before the calendar", TimeRange.Before(DateTimeOffset.MinValue)),
        ("after the calendar", TimeRange.After(DateTimeOffset.MaxValue)),
        ("inverted over all time", TimeRange.AtOrAfter(DateTimeOffset.MaxValue).And(TimeRange.AtOrBefore(DateTimeOffset.MinValue))),
    ];

    private static IEnumerable<TestCaseData> EmptyRanges() =>
        from service in Services.All
        from field in Degenerate.FieldsOf(Services.FilterOf(service)).Where(field => field.PropertyType == typeof(TimeRange))
        from range in Empty
        from selection in Enum.GetValues<CancelSelection>()
        select new TestCaseData(service, field, range.Range, selection).SetArgDisplayNames(service, field.Name, range.Name, selection.ToString());

    private static IEnumerable<TestCaseData> Selections() =>
        from service in Services.All from selection in Enum.GetValues<CancelSelection>() select new TestCaseData(service, selection);

    [TestCaseSource(nameof(EmptyRanges))]
    public async Task A_range_that_holds_no_instant_addresses_no_task(string name, PropertyInfo field, TimeRange range, CancelSelection selection)
    {
        await using var service = Services.Create(name);
        var client = WithTimes(service);
        TaskId[] ids = [service.AddRunning(), service.AddPending(), service.AddPending(service.OtherScope)];
        var filter = (TaskFilter)Activator.CreateInstance(Services.FilterOf(name))!;
        field.SetValue(filter, range);

        CancellationReport? report = null;
        try
        {
            var canceling = client.CancelAndWaitAsync(filter, new CancelOptions { Selection = selection, AllowAll = true });
            await service.RunAsync(canceling);
            report = await canceling;
        }
        catch (UnsupportedFilterException)
        {
            Assert.That(service.Emulator.Requests, Is.Empty);
        }

        Assert.That(report?.Outcomes ?? [], Is.Empty);
        Assert.That(report?.MatchedCount ?? 0, Is.Zero);
        Assert.That(ids.Select(service.Truth), Is.All.AnyOf(TaskState.Running, TaskState.Pending));
        Assert.That(IsSupported(client, field) || report is null, Is.True, "a field that is not to be had is refused");
    }

    [TestCaseSource(nameof(Selections))]
    public async Task Every_task_is_meant_only_when_that_is_said(string name, CancelSelection selection)
    {
        await using var service = Services.Create(name);
        service.AddRunning();
        foreach (var filter in new[] { TaskFilter.All, new(), (TaskFilter)Activator.CreateInstance(Services.FilterOf(name))! })
        {
            foreach (var options in new[] { new CancelOptions { Selection = selection }, new CancelOptions { Selection = selection, MaxTargets = 1 } })
            {
                Assert.That(() => { service.Client.CancelAsync(filter, options); }, Throws.TypeOf<UnsafeFilterException>().With.Property("Field").EqualTo("AllowAll"));
            }
        }

        Assert.That(() => { service.Client.CancelAsync(TaskFilter.All); }, Throws.TypeOf<UnsafeFilterException>());
        Assert.That(() => { service.Client.PlanAsync(TaskFilter.All); }, Throws.TypeOf<UnsafeFilterException>());
        Assert.That(service.Emulator.Requests, Is.Empty);
    }

    [TestCaseSource(typeof(Services), nameof(Services.All))]
    public async Task Naming_all_states_but_one_is_a_choice(string name)
    {
        await using var service = Services.Create(name);
        TaskState[] all = [.. service.Client.Lifecycle.States.Select(row => row.State).Distinct()];
        foreach (var left in all)
        {
            // Unknown is no state that a task is in: all others are all there are.
            Assert.That(
                () => { service.Client.ListAsync(new TaskFilter { States = [.. all.Where(state => state != left)] }); },
                left == TaskState.Unknown ? Throws.TypeOf<UnsafeFilterException>() : Throws.Nothing,
                $"all but {left}");
        }
    }

    [Test]
    public async Task A_limit_is_kept_to_the_task([ValueSource(typeof(Services), nameof(Services.All))] string name, [Values] bool frozen)
    {
        const int Count = 4;
        await using var service = Services.Create(name);
        TaskId[] ids = [.. Enumerable.Range(0, Count).Select(at => at == 0 ? service.AddRunning() : service.AddPending())];
        var filter = service.FilterBy(service.Scope);
        var selection = frozen ? CancelSelection.ClientSide : CancelSelection.Auto;
        foreach (var limit in new[] { 0, 1, Count - 1 })
        {
            var refused = await FailAsync<UnsafeFilterException>(service, service.Client.CancelAsync(filter, new CancelOptions { MaxTargets = limit, Selection = selection }));
            Assert.That((refused.TargetCount, refused.Field), Is.EqualTo(((long?)limit + 1, "MaxTargets")));
            Assert.That(refused.Message, Does.Contain($"addresses more than {limit} tasks").And.Contain($"MaxTargets = {limit}"));
        }

        Assert.That(service.Emulator.Requests.Where(line => service.IsCancel(line.Request)), Is.Empty);
        Assert.That(ids.Select(service.Truth), Is.All.AnyOf(TaskState.Running, TaskState.Pending));

        var nothing = service.Client.CancelAsync(service.FilterBy(service.OtherScope), new CancelOptions { MaxTargets = 0, Selection = selection });
        await service.RunAsync(nothing);
        Assert.That((await nothing).Accepted.Outcomes, Is.Empty);

        var canceling = service.Client.CancelAsync(filter, new CancelOptions { MaxTargets = Count, Selection = selection });
        await service.RunAsync(canceling);
        Assert.That((await canceling).Accepted.Outcomes, Has.Count.EqualTo(Count));
    }

    [TestCaseSource(typeof(Services), nameof(Services.All))]
    public async Task A_limit_cannot_be_left_to_the_server(string name)
    {
        await using var service = Services.Create(name);
        service.AddRunning();

        Assert.That(
            () => { service.Client.CancelAsync(service.FilterBy(service.Scope), new CancelOptions { Selection = CancelSelection.ServerSide, MaxTargets = 5 }); },
            Throws.TypeOf<UnsupportedFilterException>());

        Assert.That(service.Emulator.Requests, Is.Empty);
    }

    [TestCaseSource(nameof(Selections))]
    public async Task A_condition_that_throws_ends_the_call_before_any_cancel(string name, CancelSelection selection)
    {
        await using var service = Services.Create(name);
        TaskId[] ids = [service.AddRunning(), service.AddPending(), service.AddPending()];
        var mine = new InvalidOperationException("mine");
        for (var at = 0; at < ids.Length; at++)
        {
            var (seen, bad) = (0, at);
            var filter = service.FilterBy(service.Scope) with { Where = _ => seen++ == bad ? throw mine : true };
            if (selection == CancelSelection.ServerSide)
            {
                Assert.That(() => { service.Client.CancelAsync(filter, new CancelOptions { Selection = selection }); }, Throws.TypeOf<UnsupportedFilterException>());
                continue;
            }

            Assert.That(await FailAsync<InvalidOperationException>(service, service.Client.CancelAsync(filter, new CancelOptions { Selection = selection })), Is.SameAs(mine));
        }

        Assert.That(service.Emulator.Requests.Where(line => service.IsCancel(line.Request)), Is.Empty);
        Assert.That(ids.Select(service.Truth), Is.All.AnyOf(TaskState.Running, TaskState.Pending));
    }

    [TestCaseSource(typeof(Services), nameof(Services.All))]
    public async Task A_condition_may_take_its_time(string name)
    {
        await using var service = Services.Create(name);
        TaskId[] ids = [service.AddRunning(), service.AddPending(), service.AddPending()];
        var other = service.AddPending();
        var filter = service.FilterBy(service.Scope) with
        {
            Where = task =>
            {
                service.Clock.Advance(TimeSpan.FromSeconds(5));
                return task.Id != other;
            },
        };

        var canceling = service.Client.CancelAsync(filter);
        await service.RunAsync(canceling);

        Assert.That((await canceling).Accepted.Outcomes.Select(outcome => outcome.Target.Id), Is.EquivalentTo(ids));
        Assert.That(service.Truth(other), Is.AnyOf(TaskState.Running, TaskState.Pending));
    }

    private static async Task<T> FailAsync<T>(ServiceHarness service, Task call)
        where T : Exception
    {
        try
        {
            await service.RunAsync(call);
        }
        catch (T expected)
        {
            return expected;
        }

        throw new AssertionException($"The call did not fail with {typeof(T).Name}.");
    }

    // Vault has times only when it is told its zone.
    private static TaskClient WithTimes(ServiceHarness service)
    {
        if (service is not VeevaVaultHarness)
        {
            return service.Client;
        }

        var options = new VeevaVaultTaskClientOptions { SessionId = TaskCancellation.Testing.VeevaVault.VeevaVaultEmulator.AdminSession, VaultTimeZone = "UTC" };
        options.UseTimeProvider(service.Clock);
        return new VeevaVaultTaskClient(service.Emulator.CreateClient(), options);
    }

    private static bool IsSupported(TaskClient client, PropertyInfo field) =>
        !Enum.TryParse<FilterFields>(field.Name, out var common) || !client.Capabilities.UnsupportedFields.HasFlag(common);
}
