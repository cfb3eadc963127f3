namespace TaskCancellation.Tests.Serialization;

/// <summary>Documents of version 1, written by hand: they are read for ever.</summary>
public sealed class FixtureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_plan_of_version_1_is_read()
    {
        var expected = new CancellationPlan
        {
            ServiceName = "Cloud Foundry",
            Endpoint = new Uri("https://api.cf.test/"),
            Service = new ServiceInfo { Product = "Cloud Foundry", Version = "3.180.0", Endpoint = new Uri("https://api.cf.test/"), CanList = true },
            Filter = new StoredTaskFilter
            {
                Ids = ["t-1"],
                States = [TaskState.Pending, TaskState.Running],
                Names = ["migrate"],
                Scopes = ["app-1"],
                Enqueued = TimeRange.AtOrAfter(Noon.AddTicks(1)).And(TimeRange.Before(Noon.AddDays(1))),
                ServiceFields = [new("LabelSelector", FilterFields.ServiceSpecific, ["team=billing"]), new("Updated", FilterFields.ServiceSpecific, TimeRange.After(Noon))],
                HasPredicate = true,
            },
            Options = new CancelOptions { MaxTargets = 10, Selection = CancelSelection.ClientSide },
            Targets = [new TaskSnapshot { Id = "t-1", State = TaskState.Running, RawState = "RUNNING", Scope = "app-1", Name = "migrate", EnqueuedAt = Noon.AddTicks(1), Progress = 0.5 }],
            Requests = [new PlannedRequest("POST /v3/tasks/t-1/actions/cancel", ["t-1"])],
            Warnings = [new PlanWarning(PlanWarningKind.ServiceCaveat, "Mind the process.")],
            CreatedAt = Noon.AddMinutes(30),
            ExpiresAt = Noon.AddMinutes(90),
        };

        var plan = CancellationJson.DeserializePlan(Read("plan-1.json"));

        Assert.That(plan with { Filter = TaskFilter.All }, Is.EqualTo(expected with { Filter = TaskFilter.All }));
        Assert.That(plan.Filter.ToString(), Is.EqualTo(expected.Filter.ToString()));
        Assert.That(plan.HasPredicate, Is.True);
    }

    [Test]
    public void An_operation_of_version_1_is_read()
    {
        var state = CancellationJson.DeserializeOperation(Read("operation-1.json"));

        Assert.That((state.ServiceName, state.Endpoint, state.Accepted.Selection, state.Accepted.MatchedCount, state.Accepted.UnlistedCount), Is.EqualTo(("Meilisearch", new Uri("http://localhost:7700/"), CancelSelection.ServerSide, (long?)3, (long?)null)));
        Assert.That(state.Accepted.Outcomes[0], Is.EqualTo(new CancellationOutcome
        {
            Target = new TaskTarget(7, "documentDeletion", Noon),
            Verdict = CancellationVerdict.Accepted,
            ServiceTask = 9,
            AcceptedAt = Noon.AddSeconds(1.5),
            Sequence = 1,
            Snapshot = new TaskSnapshot { Id = 7, State = TaskState.Failed, RawState = "failed", Failure = new TaskFailure("no space", "internal"), IsEndUnknown = true },
        }));
        var second = state.Accepted.Outcomes[1];
        Assert.That((second.Verdict, second.IdentityMismatch, second.Error!.Message, second.Error.Reason, second.Error.Delivery, second.Error.RetryAfter), Is.EqualTo((CancellationVerdict.NotAttempted, true, "No way there.", TaskErrorReason.Connection, RequestDelivery.NotSent, (TimeSpan?)null)));
        Assert.That(state.Accepted.Collateral.Single(), Is.EqualTo(new TaskSnapshot { Id = 10, State = TaskState.Pending, RawState = "enqueued" }));
        Assert.That(state.Replies.Single(), Is.EqualTo(new CancelReply
        {
            ServiceTask = 9,
            MatchedCount = 3,
            Named = new StoredTaskFilter { ServiceFields = [new("CanceledBy", FilterFields.ServiceSpecific, ["9"])] },
            Unfinished = new StoredTaskFilter { Kinds = ["doc*"], States = [TaskState.Pending, TaskState.Running], ServiceFields = [new("EnqueuedUpTo", FilterFields.ServiceSpecific, ["9"])] },
            FollowsAmbiguousAttempt = true,
        }));
    }

    internal static string Read(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Serialization", "Fixtures", name));
}
