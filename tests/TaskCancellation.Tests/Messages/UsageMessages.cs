using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Messages;

/// <summary>Ids, filters, plans, stored data and waits that are refused or come to nothing, on every service.</summary>
internal static class UsageMessages
{
    private static readonly TaskFilter Nothing = new() { Scopes = [] };

    private static (string Area, string Case, Func<ServiceHarness, Task> Act)[] Calls =>
    [
        ("Ids", "an id that is malformed", service => service.Client.FindAsync("no such/id")),
        ("Ids", "an id with a line break", service => service.Client.FindAsync("7\nERROR forged")),
        ("Waits", "a wait for a task that is not there", service => service.Client.WaitForCompletionAsync(service.UnknownId)),
        ("Waits", "a wait that takes too long", service => service.Client.WaitForCompletionAsync(service.AddRunning(), new WaitOptions { Timeout = TimeSpan.FromMinutes(1) })),
        ("Waits", "a report that is not all canceled", async service => (await service.Client.CancelAsync(service.UnknownId)).Accepted.EnsureCanceled()),
        ("Filters", "no constraint", service => service.Client.CancelAsync(new TaskFilter())),
        ("Filters", "an empty list", service => service.Client.CancelAsync(Nothing)),
        ("Filters", "a blank value", service => service.Client.CancelAsync(new TaskFilter { Names = [" "] })),
        ("Filters", "all states", service => service.Client.CancelAsync(new TaskFilter { States = [.. Enum.GetValues<TaskState>()] })),
        ("Filters", "a star", service => service.Client.CancelAsync(new TaskFilter { Kinds = ["*"] })),
        ("Filters", "a range of all time", service => service.Client.CancelAsync(new TaskFilter { Enqueued = TimeRange.After(DateTimeOffset.UnixEpoch) })),
        ("Filters", "too many tasks", service => CancelTwoAsync(service, 1)),
        ("Filters", "names", service => service.Client.ListAsync(new TaskFilter { Names = ["nightly"] }).FirstOrDefaultAsync().AsTask()),
        ("Filters", "finished", service => service.Client.ListAsync(new TaskFilter { Finished = TimeRange.Before(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) }).FirstOrDefaultAsync().AsTask()),
        ("Filters", "on the server side", service => service.Client.CancelAsync(service.FilterBy(service.Scope), new CancelOptions { Selection = CancelSelection.ServerSide, MaxTargets = 5 })),
        ("Plans", "a plan of another service", service => service.Client.ExecuteAsync(Made("Another"))),
        ("Plans", "a plan of another address", service => service.Client.ExecuteAsync(Made(service.Client.Capabilities.ServiceName, new Uri("https://elsewhere.test/")))),
        ("Plans", "a plan that is too old", async service => await service.Client.ExecuteAsync((await PlanAsync(service)) with { CreatedAt = default, ExpiresAt = default(DateTimeOffset).AddDays(1) })),
        ("Plans", "another fingerprint", async service => await service.Client.ExecuteAsync(await PlanAsync(service), new ExecuteOptions { Fingerprint = "0123456789abcdef" })),
        ("Plans", "drift", DriftAsync),
        ("Stored data", "a state of another service", service => Task.FromResult(service.Client.Restore(new CancellationOperationState { ServiceName = "Another", Accepted = new CancellationReport { Outcomes = [], IsComplete = true } }))),
        ("Stored data", "a state that names no address", service => Task.FromResult(service.Client.Restore(new CancellationOperationState { ServiceName = service.Client.Capabilities.ServiceName, Accepted = new CancellationReport { Outcomes = [], IsComplete = true } }))),
        ("Stored data", "no JSON", _ => Task.FromResult(CancellationJson.DeserializePlan("<html>"))),
        ("Stored data", "JSON of something else", _ => Task.FromResult(CancellationJson.DeserializePlan("{}"))),
    ];

    internal static async IAsyncEnumerable<Message> AllAsync()
    {
        foreach (var call in Calls)
        {
            foreach (var name in Services.All)
            {
                await using var service = Services.Create(name);
                if (await FindErrorAsync(service, call.Act) is { } error)
                {
                    yield return new Message(call.Area, $"{name}: {call.Case}", error);
                }
            }
        }
    }

    // A service may support what another refuses.
    private static async Task<Exception?> FindErrorAsync(ServiceHarness service, Func<ServiceHarness, Task> act)
    {
        try
        {
            var acting = act(service);
            await service.RunAsync(acting.ContinueWith(_ => { }, TaskScheduler.Default));
            await acting;
            return null;
        }
        catch (Exception error) when (error is TaskClientException or ArgumentException)
        {
            return error;
        }
    }

    private static async Task CancelTwoAsync(ServiceHarness service, int most)
    {
        service.AddRunning();
        service.AddRunning();
        await service.Client.CancelAsync(service.FilterBy(service.Scope), new CancelOptions { MaxTargets = most });
    }

    private static async Task<CancellationPlan> PlanAsync(ServiceHarness service)
    {
        service.AddRunning();
        return await service.Client.PlanAsync(service.FilterBy(service.Scope));
    }

    private static async Task DriftAsync(ServiceHarness service)
    {
        var plan = await PlanAsync(service);
        service.AddRunning();
        await service.Client.ExecuteAsync(plan, DriftPolicy.FailOnDrift);
    }

    private static CancellationPlan Made(string serviceName, Uri? endpoint = null) => new()
    {
        ServiceName = serviceName,
        Endpoint = endpoint,
        Filter = new TaskFilter { Kinds = ["export"] },
        Targets = [],
        CreatedAt = default,
        ExpiresAt = default,
    };
}
