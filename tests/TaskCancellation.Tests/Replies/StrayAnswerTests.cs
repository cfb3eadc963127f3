using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Replies;

/// <summary>What something on the way to the service answers in its place says nothing of a task that was seen: it is waited out as a 503 is.</summary>
[Category("Finding A12")]
public sealed class StrayAnswerTests
{
    private static readonly WaitOptions Patient = new() { Timeout = TimeSpan.FromMinutes(10), Jitter = 0 };

    private static readonly Dictionary<string, EmulatedReply> Strays = new()
    {
        ["404 page"] = EmulatedReply.Html(404),
        ["404 text"] = EmulatedReply.Text(404, "404 page not found\n", "text/plain"),
        ["404 of a gateway"] = EmulatedReply.Json(404, """{"message":"no Route matched with those values"}""").WithHeader("Server", "kong"),
        ["404 of another API"] = EmulatedReply.Json(404, """{"ok":false,"message":"Unknown resource."}"""),
        ["404 empty"] = EmulatedReply.Empty(404),
        ["maintenance"] = EmulatedReply.Html(200),
        ["200 empty"] = EmulatedReply.Empty(200),
        ["200 truncated"] = EmulatedReply.Json(200, """{"completed":fal"""),
        ["200 of another API"] = EmulatedReply.Json(200, "{}"),
        ["204"] = EmulatedReply.Empty(204),
        ["302"] = EmulatedReply.Html(302).WithHeader("Location", "https://login.test/"),
        ["307"] = EmulatedReply.Empty(307).WithHeader("Location", "https://login.test/"),
        ["400 page"] = EmulatedReply.Html(400),
        ["403 page"] = EmulatedReply.Html(403),
        ["403 text"] = EmulatedReply.Text(403, "Request blocked.", "text/plain"),
        ["405 page"] = EmulatedReply.Html(405),
        ["407 page"] = EmulatedReply.Html(407),
        ["421 page"] = EmulatedReply.Html(421),
        ["451 page"] = EmulatedReply.Html(451),
        ["502 page"] = EmulatedReply.Html(502),
    };

    private static readonly Dictionary<string, Func<ServiceHarness, TaskId, Task<TaskState>>> Verbs = new()
    {
        ["wait"] = async (service, id) => (await service.Client.WaitForCompletionAsync(id, Patient)).State,
        ["watch"] = async (service, id) => (await service.Client.WatchAsync(new TaskFilter { Ids = [id] }, Patient).LastAsync()).State,
        ["run"] = async (service, id) => (await service.Client.RunToCompletionAsync(_ => Task.FromResult(id), new RunOptions { Wait = Patient })).State,
    };

    // A message and no code is what Topaz documents as its own error.
    private static IEnumerable<TestCaseData> Cases =>
        from name in Services.All
        from stray in Strays.Keys
        where (name, stray) != ("TopazImage", "404 of a gateway")
        select new TestCaseData(name, stray);

    private static IEnumerable<TestCaseData> CasesOfVerbs => Cases.SelectMany(one => Verbs.Keys, (one, verb) => new TestCaseData([.. one.Arguments, verb]));

    [TestCaseSource(nameof(CasesOfVerbs))]
    public async Task Once_the_task_was_seen_it_is_waited_out(string name, string stray, string verb)
    {
        await using var service = Services.Create(name);
        var id = service.AddRunningFor(TimeSpan.FromMinutes(2));
        var reads = 0;
        service.Emulator.Faults.When(request => request.Method == "GET" && ++reads is 2 or 3).Respond(Strays[stray]);
        var ending = Verbs[verb](service, id);

        await service.RunAsync(ending);

        Assert.That(await ending, Is.EqualTo(TaskState.Succeeded));
        Assert.That(reads, Is.GreaterThan(3));
    }

    [TestCaseSource(nameof(Cases))]
    public async Task After_a_cancel_that_was_taken_it_is_waited_out(string name, string stray)
    {
        await using var service = Services.Create(name);
        var id = service.AddRunning();
        var canceling = service.Client.CancelAsync(id);
        await service.RunAsync(canceling);
        service.Emulator.Faults.When(request => request.Method == "GET").Times(2).Respond(Strays[stray]);
        var waiting = (await canceling).WaitForCompletionAsync(Patient);

        await service.RunAsync(waiting);

        Assert.That((await waiting).Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [TestCaseSource(nameof(Cases))]
    public async Task At_the_deadline_the_last_of_them_is_told(string name, string stray)
    {
        await using var service = Services.Create(name);
        var id = service.AddRunning();
        var reads = 0;
        service.Emulator.Faults.When(request => request.Method == "GET" && ++reads > 1).Respond(Strays[stray]);
        var waiting = service.Client.WaitForCompletionAsync(id, Patient);

        var late = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => service.RunAsync(waiting));

        Assert.That((late!.LastSnapshot?.Id, (late.InnerException as TaskRequestException)?.StatusCode), Is.EqualTo((id, Strays[stray].Status)));
    }

    [TestCaseSource(nameof(Cases))]
    public async Task As_the_very_first_answer_it_ends_the_wait(string name, string stray)
    {
        await using var service = Services.Create(name);
        var id = service.AddRunningFor(TimeSpan.FromMinutes(1));
        service.Emulator.Faults.When(request => request.Method == "GET").Respond(Strays[stray]);
        var waiting = service.Client.WaitForCompletionAsync(id, Patient);

        // Of something that passes by itself nobody knows that the service is not there.
        Assert.That(() => service.RunAsync(waiting), stray == "502 page" ? Throws.TypeOf<TaskWaitTimeoutException>() : Throws.TypeOf<TaskRequestException>().With.Property("StatusCode").EqualTo(Strays[stray].Status));
    }
}
