using System.Globalization;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Safety;

/// <summary>Every way to lose a reply × every way to address × every state of the task, on every service: what is said of a task is what the service's record says, or that it is not known.</summary>
[Category("Faults")]
internal sealed class LostReplyMatrixTests
{
    private const int Tries = 4;
    private static readonly WaitOptions Brief = new() { Timeout = TimeSpan.FromMinutes(1), Jitter = 0 };
    private static readonly WaitOptions Patient = new() { Timeout = TimeSpan.FromMinutes(3), Jitter = 0 };
    private static int cases;
    private static int verdicts;
    private static int doubts;

    private static readonly string[] Ways = ["one id", "several ids", "filter, frozen", "filter, at the server"];

    private static readonly string[] Scenes = ["running", "finishing just before", "canceled before", "unknown"];

    /// <summary>How much is lost: the first reply to a cancel, every reply to a cancel, or whatever comes after the first cancel was sent.</summary>
    private static readonly string[] Extents = ["once", "every cancel", "everything"];

    private static IEnumerable<TestCaseData> Cases() =>
        from service in Services.All
        from loss in Losses.All.Keys
        from way in Ways
        where way != Ways[^1] || Services.Create(service).Client.Capabilities.CancelsByFilter
        from scene in Scenes

        // What a list does not show is not addressed by a filter.
        where scene != "unknown" || way is "one id"
        where scene != "canceled before" || !way.StartsWith("filter", StringComparison.Ordinal)
        select new TestCaseData(service, loss, way, scene);

    [OneTimeTearDown]
    public void Report()
    {
        Faults.FaultTally.Add(cases, 0);
        Summary.Write("lost-replies", string.Create(CultureInfo.InvariantCulture, $"lost replies {cases} cases, {verdicts} verdicts held against the record, {doubts} of them in doubt"));
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_verdict_is_the_truth_or_doubt(string name, string loss, string way, string scene)
    {
        foreach (var extent in Extents)
        {
            await using var service = Services.Create(name);
            var id = Set(service, scene);
            TaskId[] others = way == "one id" ? [] : [service.AddRunning(), service.AddRunning()];
            var bystander = service.AddRunning(service.OtherScope);
            var wasCanceled = scene == "canceled before" ? id : default;
            Lose(service, loss, extent);

            var canceling = CancelAsync(service, way, [id, .. others]);
            if (await FailureAsync(service, canceling) is { } failure)
            {
                // Without a list there are no targets to report on: the call fails, and nothing was sent.
                Assert.That((loss, way, failure.Delivery), Is.EqualTo(("refused", Ways[^1], RequestDelivery.NotSent)));
                Assert.That(others.Append(id).Select(service.Truth), Is.All.AnyOf(TaskState.Running, TaskState.Pending));
                cases++;
                continue;
            }

            var operation = await canceling;
            Tally(operation.Accepted);
            AtMostOnePerTry(service, way, [id, .. others]);

            // Even while nothing can be read, waiting ends, and says nothing that is not so.
            var waiting = operation.WaitForCompletionAsync(Brief);
            await service.RunAsync(waiting);
            var blind = await waiting;
            foreach (var outcome in blind.Outcomes)
            {
                AgreesNow(service, outcome);
            }

            service.Emulator.Faults.Clear();
            waiting = operation.WaitForCompletionAsync(Patient);
            await service.RunAsync(waiting);
            var settled = await waiting;
            foreach (var outcome in settled.Outcomes)
            {
                AgreesNow(service, outcome);
                Assert.That(outcome.Verdict != CancellationVerdict.Indeterminate || service.Truth(outcome.Target.Id) is null or TaskState.Pending or TaskState.Running, Is.True, $"{outcome} could be known");
            }

            await service.PassAsync(TimeSpan.FromMinutes(5));
            foreach (var outcome in operation.Accepted.Outcomes.Concat(blind.Outcomes).Concat(settled.Outcomes))
            {
                AgreesInTheEnd(service, outcome, wasCanceled);
            }

            Assert.That(service.Truth(bystander), Is.AnyOf(TaskState.Running, TaskState.Pending), "what was not addressed goes on");
            cases++;
        }
    }

    private static async Task<TaskRequestException?> FailureAsync(ServiceHarness service, Task canceling)
    {
        try
        {
            await service.RunAsync(canceling);
            return null;
        }
        catch (TaskRequestException failure)
        {
            return failure;
        }
    }

    private static TaskId Set(ServiceHarness service, string scene)
    {
        switch (scene)
        {
            case "unknown":
                return service.UnknownId;
            case "canceled before":
                return service.AddEnded(TaskState.Canceled);
            default:
                var id = service.AddRunning();
                if (scene == "finishing just before")
                {
                    service.BeforeCancel(() => service.Finish(id));
                }

                return id;
        }
    }

    private static void Lose(ServiceHarness service, string loss, string extent)
    {
        var isCut = false;
        var rule = extent == "everything"
            ? service.Emulator.Faults.When(request => isCut |= service.IsCancel(request))
            : service.Emulator.Faults.When(service.IsCancel);
        Losses.All[loss](extent == "once" ? rule.Times(1) : rule);
    }

    private static Task<CancellationOperation> CancelAsync(ServiceHarness service, string way, TaskId[] ids) => way switch
    {
        "one id" => service.Client.CancelAsync((TaskTarget)ids[0]),
        "several ids" => service.Client.CancelAsync(new TaskFilter { Ids = ids }),
        "filter, frozen" => service.Client.CancelAsync(service.FilterBy(service.Scope), new CancelOptions { Selection = CancelSelection.ClientSide }),
        _ => service.Client.CancelAsync(service.FilterBy(service.Scope), new CancelOptions { Selection = CancelSelection.ServerSide }),
    };

    // A cancel by a filter could hit what has come since; it is sent again only when it certainly was not sent.
    private static void AtMostOnePerTry(ServiceHarness service, string way, TaskId[] ids)
    {
        var cancels = service.Emulator.Requests.Where(line => service.IsCancel(line.Request)).ToList();
        if (way == Ways[^1])
        {
            Assert.That(cancels.Count(line => line.Fault != "refused"), Is.LessThanOrEqualTo(1));
        }

        Assert.That(cancels.GroupBy(line => (line.Request.ToString(), line.Request.BodyText)).Select(same => same.Count()), Is.All.LessThanOrEqualTo(Tries));
        Assert.That(cancels, Has.Count.LessThanOrEqualTo(Tries * ids.Length));
    }

    private static void Tally(CancellationReport accepted)
    {
        verdicts += accepted.Outcomes.Count;
        doubts += accepted.Outcomes.Count(outcome => outcome.Verdict == CancellationVerdict.Indeterminate);
    }

    private static void AgreesNow(ServiceHarness service, CancellationOutcome outcome)
    {
        verdicts++;
        doubts += outcome.Verdict == CancellationVerdict.Indeterminate ? 1 : 0;
        Assert.That(Truths.ContradictionNow(service, outcome), Is.Null);
    }

    private static void AgreesInTheEnd(ServiceHarness service, CancellationOutcome outcome, TaskId wasCanceled) =>
        Assert.That(Truths.ContradictionInTheEnd(service, outcome, wasCanceled == outcome.Target.Id, service.UnknownId == outcome.Target.Id), Is.Null);
}
