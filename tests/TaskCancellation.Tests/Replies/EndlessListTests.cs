using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Replies;

/// <summary>Lists that do not come to an end, and long ones, on every service that reads lists by pages.</summary>
[NonParallelizable]
internal sealed class EndlessListTests
{
    private const int MostPages = 6;
    private static readonly string[] Paging = ["CloudFoundry", "Meilisearch", "TopazImage", "VeevaVault"];

    [TestCaseSource(nameof(Paging))]
    [Category("Finding B5")]
    public async Task A_list_that_shows_the_same_page_for_ever_is_ended(string name)
    {
        var transport = new EndlessTransport(name) { PageAt = _ => 0, PageSize = 2 };
        await using var service = Services.Create(name, transport);
        service.AddRunning();
        var list = service.Client.ListAsync(service.FilterBy(service.Scope)).CountAsync().AsTask();

        var error = Assert.ThrowsAsync<TaskRequestException>(async () =>
        {
            await service.RunAsync(list);
            await list;
        })!;

        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(error.Message, Does.Contain("does not come to an end"));
        Assert.That(transport.Asked, Is.LessThanOrEqualTo(MostPages));
    }

    [TestCaseSource(nameof(Paging))]
    [Category("Finding B5")]
    public async Task A_list_that_goes_round_is_ended(string name)
    {
        const int Round = 20;
        var transport = new EndlessTransport(name) { PageAt = at => at % Round };
        await using var service = Services.Create(name, transport);
        service.AddRunning();
        var list = service.Client.ListAsync(service.FilterBy(service.Scope)).CountAsync().AsTask();

        Assert.ThrowsAsync<TaskRequestException>(async () =>
        {
            await service.RunAsync(list);
            await list;
        });

        Assert.That(transport.Asked, Is.LessThanOrEqualTo(4 * Round));
    }

    [TestCaseSource(nameof(Paging))]
    [Category("Finding B6")]
    public async Task A_plan_of_three_reads_no_further_than_the_fourth_task(string name)
    {
        var transport = new EndlessTransport(name);
        await using var service = Services.Create(name, transport);
        service.AddRunning();
        var plan = service.Client.PlanAsync(service.FilterBy(service.Scope), new CancelOptions { MaxTargets = 3 });

        Assert.ThrowsAsync<UnsafeFilterException>(async () =>
        {
            await service.RunAsync(plan);
            await plan;
        });

        Assert.That(transport.Asked, Is.EqualTo(4));
    }

    [TestCaseSource(nameof(Paging))]
    [Category("Finding B6")]
    public async Task A_long_list_takes_the_memory_of_a_few_pages(string name)
    {
        const int Pages = 100;
        var transport = new EndlessTransport(name) { PageSize = 150, Pages = Pages };
        await using var service = Services.Create(name, transport);
        service.AddRunning();
        var (count, atStart, most) = (0, 0L, 0L);
        var unfinished = service.FilterBy(service.Scope) with { States = [TaskState.Pending, TaskState.Running, TaskState.Canceling] };

        await service.RunAsync(CountAsync());

        Assert.That(count, Is.EqualTo(Pages * transport.PageSize));
        Assert.That(most, Is.LessThan(1_000_000), "the tasks alone would take 4 MB");

        async Task CountAsync()
        {
            await foreach (var task in service.Client.ListAsync(unfinished))
            {
                if (count++ % 4_000 == 2_000)
                {
                    var now = GC.GetTotalMemory(forceFullCollection: true);
                    atStart = atStart == 0 ? now : atStart;
                    most = Math.Max(most, now - atStart);
                }
            }
        }
    }
}
