using System.Globalization;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Findings;

/// <summary>Cloud controllers before mid-2023 send an instant where seconds are due. So may any service's rate limiter.</summary>
[Category("Finding K2")]
[NonParallelizable]
internal sealed class RetryInstantTests
{
    private static readonly WaitOptions EighteenSeconds = new() { Timeout = TimeSpan.FromSeconds(18) };

    public static IEnumerable<TestCaseData> Headers() =>
        from service in Services.All
        from header in new (string Text, double? Seconds)[]
        {
            ("1", 1), ("30", 30), ("3600", 3600), ("86400", 86400), ("31536000", 31536000), ("{now}", 0), ("{now-100}", 0), ("{now+7}", 7), ("{now+600}", 600), ("{now+86400}", 86400),
        }
        select new TestCaseData(service, header.Text, header.Seconds).SetArgDisplayNames(service, header.Text);

    [TestCaseSource(nameof(Headers))]
    public async Task A_number_above_a_year_is_an_instant_on_the_servers_clock(string name, string header, double seconds)
    {
        await using var service = Services.Create(name);
        var id = service.AddRunning();
        service.Emulator.Faults.Always().Edit(_ => Refusal(service, header));

        var failure = await FailureOf(service, () => service.Client.FindAsync(id, new ReadOptions { RetryUntil = service.Clock.GetUtcNow() }));

        Assert.That(failure?.RetryAfter?.TotalSeconds, Is.EqualTo(seconds).Within(1.5));
    }

    [TestCaseSource(typeof(Services), nameof(Services.All))]
    public async Task A_wait_looks_once_more_before_its_deadline(string name)
    {
        await using var service = Services.Create(name);
        var id = service.AddRunning();
        var refused = 0;
        service.Emulator.Faults.When(_ => refused++ == 0).Edit(_ => Refusal(service, "{now+1795917076}"));
        service.Finish(id);

        var waiting = service.Client.WaitForCompletionAsync(id, EighteenSeconds);
        await Task.Run(() => service.RunAsync(waiting));

        Assert.That((await waiting).State, Is.EqualTo(service.Truth(id)));
        Assert.That(refused, Is.GreaterThan(1));
    }

    [TestCaseSource(typeof(Services), nameof(Services.All))]
    public async Task Of_a_task_that_was_never_seen_nothing_else_is_said(string name)
    {
        await using var service = Services.Create(name);
        var id = service.AddRunning();
        service.Emulator.Faults.Always().Edit(_ => Refusal(service, "{now+1795917076}"));

        var waiting = service.Client.WaitForCompletionAsync(id, EighteenSeconds);
        await Task.Run(() => service.RunAsync(Task.WhenAny(waiting)));

        var failure = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => waiting)!;
        Assert.That(failure.Message, Does.Contain("it was not seen at all").And.Not.Contain("runs on"));
        Assert.That(service.Clock.GetUtcNow() - VirtualClock.DefaultStart, Is.LessThan(TimeSpan.FromSeconds(18.5)));
    }

    [TestCase("CloudFoundry")]
    [TestCase("Elasticsearch")]
    [TestCase("Meilisearch")]
    public async Task A_task_that_was_seen_is_looked_at_again_at_the_deadline(string name)
    {
        await using var service = Services.Create(name);
        var id = service.AddRunning();
        var reads = 0;
        service.Emulator.Faults.When(_ => ++reads == 2).Edit(_ =>
        {
            service.Finish(id);
            return Refusal(service, "{now+1795917076}");
        });

        var waiting = service.Client.WaitForCompletionAsync(id, EighteenSeconds);
        await Task.Run(() => service.RunAsync(waiting));

        Assert.That((await waiting).State, Is.EqualTo(TaskState.Succeeded));
    }

    private static EmulatedReply Refusal(ServiceHarness service, string header)
    {
        var now = service.Emulator.ServerNow.ToUnixTimeSeconds();
        var value = header.StartsWith("{now", StringComparison.Ordinal)
            ? (now + long.Parse("0" + header[4..^1].TrimStart('+').Replace("-", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * (header.Contains('-', StringComparison.Ordinal) ? -1 : 1)).ToString(CultureInfo.InvariantCulture)
            : header;
        return service.Throttled.WithHeader("Retry-After", value);
    }

    private static async Task<TaskRequestException?> FailureOf(ServiceHarness service, Func<Task> call)
    {
        var calling = call();
        await Task.Run(() => service.RunAsync(Task.WhenAny(calling)));
        try
        {
            await calling;
            return null;
        }
        catch (TaskRequestException failure)
        {
            return failure;
        }
    }
}
