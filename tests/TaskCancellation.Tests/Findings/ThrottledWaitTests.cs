using System.Globalization;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Findings;

/// <summary>A wait whose looks are refused for being too many ends at its deadline, and says so.</summary>
[Category("Finding K14")]
[NonParallelizable]
internal sealed class ThrottledWaitTests
{
    private static readonly WaitOptions NineSeconds = new() { Timeout = TimeSpan.FromSeconds(9) };
    private static readonly TimeSpan OneRead = TimeSpan.FromMilliseconds(300);

    private static readonly (string Name, Func<ServiceHarness, TaskId, Task<TaskRequestException?>> Wait)[] Waits =
    [
        ("wait", (service, id) => FailureOf(() => service.Client.WaitForCompletionAsync(id, NineSeconds))),
        ("watch by scope", (service, _) => FailureOf(() => service.Client.WatchAsync(service.FilterBy(service.Scope), NineSeconds).LastOrDefaultAsync().AsTask())),
        ("watch by id", (service, id) => FailureOf(() => service.Client.WatchAsync(new TaskFilter { Ids = [id] }, NineSeconds).LastOrDefaultAsync().AsTask())),
    ];


    public static IEnumerable<TestCaseData> Cases() =>
        from service in Services.All
        from wait in Waits
        from retryAfter in new[] { "", "0", "1", "2", "4", "5", "9", "10", "11", "30", "3600", "1795917076" }
        from readsBefore in new[] { 0, 1, 3 }
        select new TestCaseData(service, wait.Wait, retryAfter, readsBefore).SetArgDisplayNames(service, wait.Name, retryAfter, readsBefore.ToString(CultureInfo.InvariantCulture));

    [TestCaseSource(nameof(Cases))]
    public async Task A_wait_ends_at_its_deadline_and_tells_the_refusal(string name, Func<ServiceHarness, TaskId, Task<TaskRequestException?>> wait, string retryAfter, int readsBefore)
    {
        await using var service = Services.Create(name);
        var id = service.AddRunning();
        var reads = 0;
        var refusal = retryAfter.Length == 0 ? service.Throttled : service.Throttled.WithHeader("Retry-After", retryAfter);
        service.Emulator.Faults.When(_ => ++reads > readsBefore).Respond(refusal);
        var began = service.Clock.GetUtcNow();

        var waiting = wait(service, id);
        await Task.Run(() => service.RunAsync(waiting));

        var isRefused = reads > readsBefore;
        Assert.That((await waiting)?.Reason, Is.EqualTo(isRefused ? TaskErrorReason.Throttled : default(TaskErrorReason?)), "some services look less often");
        Assert.That(service.Clock.GetUtcNow() - began, Is.LessThanOrEqualTo(NineSeconds.Timeout!.Value + OneRead));
    }

    [TestCaseSource(typeof(Services), nameof(Services.All))]
    public async Task What_a_cancel_comes_to_is_told_at_the_deadline(string name)
    {
        await using var service = Services.Create(name);
        var id = service.AddStuck();
        var canceling = service.Client.CancelAsync((TaskTarget)id);
        await Task.Run(() => service.RunAsync(canceling));
        var operation = await canceling;
        service.Emulator.Faults.Always().Respond(service.Throttled.WithHeader("Retry-After", "4"));
        var began = service.Clock.GetUtcNow();

        var waiting = operation.WaitForCompletionAsync(NineSeconds);
        await Task.Run(() => service.RunAsync(waiting));

        var outcome = (await waiting).Outcomes[0];
        Assert.That(service.Clock.GetUtcNow() - began, Is.LessThanOrEqualTo(NineSeconds.Timeout!.Value + OneRead));
        if (!service.CancelsAtOnce)
        {
            Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Accepted, (TaskErrorReason?)TaskErrorReason.Throttled)), "it was not seen to run on");
        }
    }

    private static async Task<TaskRequestException?> FailureOf<T>(Func<Task<T>> wait)
    {
        try
        {
            await wait();
            return null;
        }
        catch (TaskWaitTimeoutException timeout)
        {
            return timeout.InnerException as TaskRequestException;
        }
    }
}
