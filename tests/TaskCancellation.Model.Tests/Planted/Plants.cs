namespace TaskCancellation.Model.Tests.Planted;

/// <summary>The wrong clients, by name.</summary>
internal static class Plants
{
    internal static IReadOnlyList<Plant> All { get; } =
    [
        new("fabricated cancel") { Client = right => Edits(right, outcome => outcome.Verdict == CancellationVerdict.Accepted ? Says(outcome, CancellationVerdict.Canceled) : outcome), Harmless = [ServiceKinds.TopazImage] },
        new("completion taken for a cancel") { Client = right => Edits(right, outcome => outcome.Verdict == CancellationVerdict.CompletedFirst ? Says(outcome, CancellationVerdict.Canceled) : outcome) },
        new("not found taken for canceled") { Client = right => Edits(right, outcome => outcome.Verdict == CancellationVerdict.NotFound ? Says(outcome, CancellationVerdict.AlreadyCanceled) : outcome), Harmless = [ServiceKinds.Meilisearch] },
        new("earlier cancel claimed") { Client = right => Edits(right, outcome => outcome.Verdict == CancellationVerdict.AlreadyCanceled ? Says(outcome, CancellationVerdict.Canceled) : outcome) },
        new("doubt hidden") { Client = right => Edits(right, outcome => outcome.Verdict == CancellationVerdict.Indeterminate ? Says(outcome, CancellationVerdict.Rejected) : outcome), Soonest = ServiceKinds.Elasticsearch },
        new("refusal hidden") { Client = right => Edits(right, outcome => outcome.Verdict is CancellationVerdict.Denied or CancellationVerdict.Rejected ? Says(outcome, CancellationVerdict.Indeterminate) : outcome) },
        new("running on without a look") { Client = right => Edits(right, outcome => outcome.Verdict == CancellationVerdict.Indeterminate ? Says(outcome, CancellationVerdict.StillRunning) : outcome) },
        new("stale outcome") { Client = right => new WrongOutcomes(right, outcomes => outcomes, waitsNoMore: true) },
        new("widened filter") { Client = right => new WrongFilter(right) },
        new("dropped tail") { Client = right => new WrongOutcomes(right, outcomes => outcomes.Count > 1 ? outcomes.SkipLast(1) : outcomes), Soonest = ServiceKinds.VeevaVault },
        new("lost order") { Client = right => new WrongOutcomes(right, outcomes => outcomes.Reverse()), Unseen = "The order in which the service lists is in no line." },
        new("double send") { Handler = (wire, _) => new DoubleSend(wire) },
        new("look before the hint") { Handler = (wire, _) => new BlindToHints(wire) },
        new("deadline overshot") { Client = right => new LateWaits(right) },
        new("deadline cut short") { Client = right => new ShortWaits(right) },
        new("match counted as canceled") { Handler = (wire, _) => new CountsMatches(wire), Harmless = [ServiceKinds.Elasticsearch, ServiceKinds.CloudFoundry, ServiceKinds.TopazImage, ServiceKinds.VeevaVault] },
        new("exception for a remote cancel") { Client = right => new CanceledWaits(right) },
        new("OperationCanceledException for a remote cancel") { Run = ThrowsForCanceledAsync, Unseen = "It is thrown by code around the client, not by a verb." },
        new("restored operation forgets its doubt") { Client = right => new ForgetfulRestore(right), Soonest = ServiceKinds.CloudFoundry },
        new("deaf to the token") { Client = right => new DeafCancels(right) },
        new("local token reported as a remote cancel") { Client = right => new LocalTokenAsCanceled(right) },
        new("failed read taken for not found") { Client = right => new FailedReadAsNotFound(right) },
        new("ids matched by their beginning") { Client = right => new PrefixIds(right), Harmless = [ServiceKinds.CloudFoundry, ServiceKinds.TopazImage] },
        new("ids matched in any case") { Client = right => new UpperCaseIds(right), Harmless = [ServiceKinds.Meilisearch, ServiceKinds.CloudFoundry, ServiceKinds.TopazImage, ServiceKinds.VeevaVault] },
        new("times of another time zone") { Client = right => new ShiftedTimes(right), Harmless = [ServiceKinds.CloudFoundry, ServiceKinds.TopazImage, ServiceKinds.VeevaVault] },
        new("reply of the call before") { Client = right => new ReplyOfBefore(right) },
        new("snapshot of another task") { Client = right => new SnapshotOfAnother(right) },
        new("filter resent after a reset") { Handler = (wire, _) => new ResendsFilters(wire), Harmless = [ServiceKinds.CloudFoundry, ServiceKinds.TopazImage, ServiceKinds.VeevaVault] },
        new("second page forgotten") { Client = right => new FirstPageOnly(right) },
        new("list of every group") { Client = right => new ListOfAll(right) },
        new("failure taken for success") { Client = right => new FailureAsSuccess(right) },
        new("gone taken for done") { Client = right => new GoneAsDone(right) },
        new("wait content with canceling") { Client = right => new ContentWithCanceling(right), Harmless = [ServiceKinds.Meilisearch, ServiceKinds.TopazImage] },
        new("wait that cancels") { Client = right => new CancelingWaits(right) },
        new("watch that ends with the first end") { Client = right => new WatchOfOne(right), Soonest = ServiceKinds.Elasticsearch },
        new("outcomes in the order of completion") { Client = right => new WrongBatch(right, outcomes => outcomes.OrderBy(outcome => outcome.HasEnded ? 0 : 1)), Soonest = ServiceKinds.CloudFoundry },
        new("malformed ids left out of a batch") { Client = right => new WrongBatch(right, outcomes => outcomes.Where(outcome => outcome.Error?.Delivery != RequestDelivery.NotSent)) },
        new("more canceled than planned") { Client = right => new PlansForMore(right) },
        new("denial taken for not found") { Client = right => Edits(right, outcome => outcome.Verdict == CancellationVerdict.Denied ? outcome with { Verdict = CancellationVerdict.NotFound } : outcome), Soonest = ServiceKinds.Elasticsearch },
        new("doubt reported as never sent") { Client = right => Edits(right, outcome => outcome.Verdict == CancellationVerdict.Indeterminate ? outcome with { Verdict = CancellationVerdict.NotAttempted } : outcome) },
        new("refusal thrown") { Client = right => new ThrowsRefusals(right) },
        new("fired token that hides what was sent") { Client = right => new TokenHidesSending(right) },
    ];

    private static WrongOutcomes Edits(TaskClient right, Func<CancellationOutcome, CancellationOutcome> edit) => new(right, outcomes => outcomes.Select(edit));

    private static async Task<TaskSnapshot> ThrowsForCanceledAsync(Task<TaskSnapshot> run)
    {
        var task = await run.ConfigureAwait(false);
        return task.State == TaskState.Canceled ? throw new OperationCanceledException("The task was canceled.") : task;
    }

    // With a snapshot that fits, so that nothing but the verdict gives it away.
    private static CancellationOutcome Says(CancellationOutcome outcome, CancellationVerdict verdict) => outcome with
    {
        Verdict = verdict,
        Snapshot = verdict is CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled
            ? (outcome.Snapshot ?? new TaskSnapshot { Id = outcome.Target.Id, State = TaskState.Canceled }) with { State = TaskState.Canceled }
            : outcome.Snapshot,
    };
}
