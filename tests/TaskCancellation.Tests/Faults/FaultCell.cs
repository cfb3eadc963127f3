using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Faults;

/// <summary>One cell of the matrix: a verb, some of whose requests a fault hits.</summary>
internal sealed class FaultCell
{
    private static readonly WaitOptions Brief = new() { Timeout = TimeSpan.FromMinutes(2), Jitter = 0 };
    private static readonly WaitOptions Patient = new() { Timeout = TimeSpan.FromMinutes(3), Jitter = 0 };
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(30);

    // A server whose clock was put back does late what was due.
    private static readonly TimeSpan Rest = TimeSpan.FromHours(2);

    private readonly FaultScene scene;
    private readonly bool isLie;
    private readonly FaultVerb verb;
    private readonly Fault fault;
    private readonly FaultExtent extent;
    private readonly List<string> wrongs = [];
    private bool isWaiting;

    private FaultCell(FaultScene scene, FaultVerb verb, Fault fault, FaultExtent extent, bool isLie) =>
        (this.scene, this.verb, this.fault, this.extent, this.isLie) = (scene, verb, fault, extent, isLie);

    /// <summary>Plays it: what the call gave, and what is wrong with that. Null when the fault found nothing to hit.</summary>
    internal static async Task<FaultResult?> PlayAsync(string service, FaultVerb verb, Fault fault, FaultExtent extent)
    {
        await using var scene = new FaultScene(service);
        var cell = new FaultCell(scene, verb, fault, extent, fault.Liar == service);
        await scene.SetAsync(verb, fault, extent);
        var said = await cell.SayAsync();
        return scene.Hits == 0 ? null : new FaultResult(service, verb, fault, extent, said, cell.wrongs);
    }

    private bool IsHitToTheEnd => extent is FaultExtent.Always or FaultExtent.FromCancel;

    private async Task<string> SayAsync()
    {
        var began = scene.Service.Clock.GetUtcNow();
        object? given;
        try
        {
            var calling = verb.CallAsync(scene);
            await scene.Service.RunAsync(calling);
            given = await calling;
        }
        catch (Exception thrown)
        {
            given = thrown;
        }

        if (scene.Service.Clock.GetUtcNow() - began > LongestCall)
        {
            wrongs.Add($"took {scene.Service.Clock.GetUtcNow() - began}");
        }

        var said = await SayAsync(given);
        scene.Heal();
        await JudgeRecordAsync(given);
        return said;
    }

    private async Task<string> SayAsync(object? given)
    {
        switch (given)
        {
            case Exception thrown:
                return Say(thrown);
            case null:
                return Claim(scene.Service.Truth(scene.One) is null, "found nothing", "nothing");
            case TaskSnapshot task:
                var isTrue = task.Id == scene.One && (task.State == scene.Service.Truth(scene.One) || (fault.IsStale && !verb.Ends));
                return Claim(isTrue, $"shows {task.Id} as {task.State}", task.State is TaskState.Pending or TaskState.Running ? "the task" : task.State.ToString());
            case List<TaskSnapshot> tasks:
                Holds(tasks.Select(task => task.Id));
                return verb.Ends ? "all ends" : "the tasks";
            case CancellationPlan plan:
                Holds(plan.Targets.Select(target => target.Id));
                return "the plan";
            case List<CancellationOutcome> outcomes:
                Answers(outcomes);
                return Say(outcomes);
            case CancellationReport report:
                Judge(report);
                return Say(report);
            case CancellationOperation operation:
                var (first, then) = (Say(operation.Accepted), await WaitAsync(operation));
                return first == then ? first : $"{first} → {then}";
            default:
                return "the answer";
        }
    }

    private async Task<string> WaitAsync(CancellationOperation operation)
    {
        Judge(operation.Accepted);
        isWaiting = true;
        var waiting = operation.WaitForCompletionAsync(Brief);
        await scene.Service.RunAsync(waiting);
        var settled = await waiting;
        Judge(settled);
        return Say(settled);
    }

    private void Judge(CancellationReport report)
    {
        Answers(report.Outcomes);
        Read(report.Error);
        if (report.AllCanceled && !isLie && verb.Cancels(scene).Any(id => scene.Service.Truth(id) is not (null or TaskState.Canceled)))
        {
            wrongs.Add($"all are called canceled: {report}");
        }
    }

    private void Answers(IReadOnlyList<CancellationOutcome> outcomes)
    {
        wrongs.AddRange(outcomes.Where(outcome => !MayBeLate(outcome)).Select(outcome => Truths.ContradictionNow(scene.Service, outcome)).OfType<string>());
        wrongs.AddRange(outcomes.Where(outcome => outcome.Target.Id == scene.Bystander).Select(outcome => $"{outcome} was not addressed"));
        wrongs.AddRange(outcomes.CountBy(outcome => outcome.Target.Id).Where(pair => pair.Value > 1).Select(pair => $"{pair.Key} has {pair.Value} outcomes"));
        if (!verb.IsAtServer)
        {
            Holds(outcomes.Select(outcome => outcome.Target.Id));
        }

        foreach (var outcome in outcomes)
        {
            Read(outcome.Error);
            if (fault.IsHarmless && outcome.Verdict is not (CancellationVerdict.Accepted or CancellationVerdict.Canceled))
            {
                wrongs.Add($"{outcome}, and nothing was in the way");
            }
        }
    }

    // A service that shows what was goes on showing it; one whose clock was put back shows an old task as a new one; and what was canceled may be gone.
    private bool MayBeLate(CancellationOutcome outcome) =>
        (fault.IsStale && outcome.Verdict == CancellationVerdict.StillRunning)
        || (fault.IsServerPutBack && outcome is { IdentityMismatch: true, Verdict: CancellationVerdict.NotFound })
        || (verb.IsPrepared && outcome.Verdict == CancellationVerdict.Canceled && scene.Service.Truth(outcome.Target.Id) is null);

    /// <summary>What is due is there, unless it is not in the service any more, and nothing that the filter does not match.</summary>
    private void Holds(IEnumerable<TaskId> shown)
    {
        TaskId[] ids = [.. shown];
        var due = verb.Cancels(scene) is { Count: > 0 } meant ? meant : verb.Name == "list by ids" ? scene.Two : scene.All;
        wrongs.AddRange(due.Where(id => !isLie && !fault.IsStale && !ids.Contains(id) && scene.Service.Truth(id) is not null).Select(id => $"{id} is missing, and nothing is said of it"));
        wrongs.AddRange(ids.Where(id => id == scene.Bystander).Select(id => $"{id} does not belong to it"));
    }

    private string Claim(bool isTrue, string claim, string said)
    {
        if (!isTrue)
        {
            wrongs.Add($"{claim}, and the record is {scene.Service.Truth(scene.One)?.ToString() ?? "without it"}");
        }

        return said;
    }

    private string Say(Exception thrown)
    {
        switch (thrown)
        {
            case TaskRequestException request:
                Read(request);
                return $"throws: {request.Reason}, {request.Delivery}";
            case RunTimeoutException { Outcome: { } outcome } late:
                Read(late);
                Answers([outcome]);
                return $"{late.GetType().Name}: {Say([outcome])}";
            case TaskNotFoundException missing:
                return Claim(scene.Service.Truth(missing.Id) is null, missing.Message, missing.GetType().Name);
            case TaskClientException other:
                Read(other);
                return other.GetType().Name;
            default:
                wrongs.Add(thrown.ToString());
                return thrown.GetType().Name;
        }
    }

    private static string Say(CancellationReport report) => report.Outcomes.Count > 0 || !report.IsIndeterminate ? Say(report.Outcomes) : $"Indeterminate{Say(report.Error)}";

    private static string Say(IReadOnlyList<CancellationOutcome> outcomes) => outcomes.Count == 0
        ? "accepted, not yet known"
        : string.Join(" and ", outcomes.Select(outcome => $"{outcome.Verdict}{Say(outcome.Error)}").Distinct().Order(StringComparer.Ordinal));

    private static string Say(TaskRequestException? error) => error is null ? "" : $" ({error.Reason}, {error.Delivery})";

    private void Read(Exception? error)
    {
        if (error is null)
        {
            return;
        }

        if (scene.Secrets.Any(secret => error.ToString().Contains(secret, StringComparison.Ordinal)))
        {
            wrongs.Add($"shows the credential: {error.Message}");
        }

        // Without a credential nothing is sent.
        if (error is TaskRequestException { Delivery: not RequestDelivery.NotSent } sent && extent == FaultExtent.Logins && !fault.IsGranted)
        {
            wrongs.Add($"{sent.Delivery} without a login: {sent.Message}");
        }

        if (error is TaskRequestException request && IsHitToTheEnd && !isWaiting && fault.Delivery is { } due && request.Delivery != due && !IsGivenUp(request))
        {
            wrongs.Add($"{request.Delivery}, and was {due}: {request.Message}");
        }
    }

    // The time that the caller allows may end in a pause between two tries: what is said then is of all of them.
    private bool IsGivenUp(TaskRequestException error) => error is { Reason: TaskErrorReason.Timeout, Delivery: RequestDelivery.MaybeSent } && fault.Delivery == RequestDelivery.Answered;

    /// <summary>When all has come to rest, what was said at any time is what the record says, and nothing was canceled that was not meant.</summary>
    private async Task JudgeRecordAsync(object? given)
    {
        var outcomes = given switch
        {
            CancellationOperation operation => operation.Accepted.Outcomes,
            CancellationReport report => report.Outcomes,
            List<CancellationOutcome> list => list,
            RunTimeoutException { Outcome: { } outcome } => [outcome],
            _ => [],
        };
        if (given is CancellationOperation healed)
        {
            var waiting = healed.WaitForCompletionAsync(Patient);
            await scene.Service.RunAsync(waiting);
            var settled = await waiting;
            Answers(settled.Outcomes);
            wrongs.AddRange(settled.Outcomes
                .Where(outcome => outcome.Verdict == CancellationVerdict.Indeterminate && scene.Service.Truth(outcome.Target.Id) is not (null or TaskState.Pending or TaskState.Running))
                .Select(outcome => $"{outcome} could be known by now"));
            outcomes = [.. outcomes, .. settled.Outcomes];
        }

        await scene.Service.PassAsync(Rest);
        var isForgetful = scene.All.Any(id => scene.Service.Truth(id) is null);
        wrongs.AddRange(outcomes.Where(outcome => !MayBeLate(outcome)).Select(outcome => Truths.ContradictionInTheEnd(scene.Service, outcome, wasCanceled: verb.IsPrepared, wasRemoved: isForgetful)).OfType<string>());
        var meant = verb.Cancels(scene);
        wrongs.AddRange(scene.All.Append(scene.Bystander).Except(meant).Where(id => scene.Service.Truth(id) is TaskState.Canceled or TaskState.Canceling).Select(id => $"{id} was canceled and was not meant"));
        if (fault.IsNeverSeen && extent == FaultExtent.Always && !verb.IsPrepared)
        {
            wrongs.AddRange(meant.Where(id => scene.Service.Truth(id) is TaskState.Canceled or TaskState.Canceling).Select(id => $"{id} was canceled by nobody"));
        }

        // What was certainly not done may be asked for again.
        var most = verb.IsAtServer ? 1 : 4 * Math.Max(1, meant.Count);
        if (scene.Cancels > most && fault is { Delivery: not RequestDelivery.NotSent, IsRefusal: false })
        {
            wrongs.Add($"{scene.Cancels} cancels were sent");
        }
    }
}
