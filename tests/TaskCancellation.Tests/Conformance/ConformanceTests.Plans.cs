using System.Text.Json.Nodes;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

public abstract partial class ConformanceTests
{
    [Test]
    public async Task A_plan_says_what_a_cancel_would_do_and_changes_nothing()
    {
        TaskId[] addressed = [service.AddRunning(), service.AddPending()];
        TaskId[] others = [service.AddPending(service.OtherScope), service.AddEnded(TaskState.Succeeded), service.AddEnded(TaskState.Canceled)];
        var before = addressed.Concat(others).Select(service.Truth).ToArray();

        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));

        Assert.That(plan.Targets.Select(task => task.Id), Is.EquivalentTo(addressed));
        Assert.That(plan.Requests.SelectMany(request => request.Ids), Is.EquivalentTo(addressed));
        Assert.That((plan.ServiceName, plan.Endpoint, plan.Service!.Endpoint), Is.EqualTo((Client.Capabilities.ServiceName, Client.Endpoint, Client.Endpoint)));
        Assert.That(plan.Warnings.Where(warning => warning.Kind == PlanWarningKind.ServiceCaveat).Select(warning => warning.Text), Is.Not.Empty.And.EqualTo(Client.Capabilities.Caveats));
        Assert.That(service.Emulator.Requests.Select(line => line.Request.Method).Distinct(), Is.EqualTo(new[] { "GET" }));
        Assert.That(addressed.Concat(others).Select(service.Truth), Is.EqualTo(before));
    }

    [Test]
    public async Task A_plan_addresses_what_a_frozen_cancel_addresses()
    {
        service.AddRunning();
        service.AddPending();
        service.AddPending(service.OtherScope);
        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));

        var report = (await Run(Client.CancelAsync(service.FilterBy(service.Scope), new CancelOptions { Selection = CancelSelection.ClientSide }))).Accepted;

        Assert.That(plan.Targets.Select(task => task.ToTarget()), Is.Not.Empty.And.EqualTo(report.Outcomes.Select(outcome => outcome.Target)));
    }

    [Test]
    public async Task Stored_and_read_back_a_plan_cancels_exactly_what_was_planned()
    {
        TaskId[] planned = [service.AddRunning(), service.AddPending()];
        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));
        var readBack = CancellationJson.DeserializePlan(CancellationJson.Serialize(plan));
        var since = service.AddPending();

        var operation = await Run(Client.ExecuteAsync(readBack));
        var report = await Run(operation.WaitForCompletionAsync(Patient));

        Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(plan.Targets.Select(task => task.Id)));
        Assert.That(report.AllCanceled, Is.True, report.ToString());
        Assert.That(planned.Select(service.Truth), Is.All.EqualTo(TaskState.Canceled));
        Assert.That(service.Truth(since), Is.Not.EqualTo(TaskState.Canceled));
    }

    [Test]
    public async Task A_plan_is_bound_to_its_service_and_its_endpoint()
    {
        service.AddRunning();
        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));
        service.Emulator.ClearRequests();

        Assert.That(() => { Client.ExecuteAsync(plan with { Endpoint = new Uri("https://elsewhere.test/") }); }, Throws.InstanceOf<PlanException>().With.Property("Reason").EqualTo(PlanErrorReason.OtherEndpoint));
        Assert.That(() => { Client.ExecuteAsync(plan with { ServiceName = "Another" }); }, Throws.InstanceOf<PlanException>().With.Property("Reason").EqualTo(PlanErrorReason.OtherService));
        await service.PassAsync(TimeSpan.FromMinutes(61));
        Assert.That(() => { Client.ExecuteAsync(plan); }, Throws.InstanceOf<PlanException>().With.Property("Reason").EqualTo(PlanErrorReason.Expired));
        Assert.That(service.Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task The_requests_of_a_plan_are_those_that_are_sent()
    {
        for (var count = 0; count < 5; count++)
        {
            service.AddPending();
        }

        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope), new CancelOptions { MaxConcurrency = 1 }));
        await Run(Client.ExecuteAsync(plan));

        Assert.That(plan.Requests.Select(request => request.Description), Is.EqualTo(Cancels.Select(line => InWords(line.Request))));
    }

    [Test]
    public async Task What_has_ended_since_the_plan_is_told_so_and_not_sent()
    {
        var (ended, stays) = (service.AddRunning(), service.AddPending());
        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));
        service.Finish(ended);

        var report = await Run((await Run(Client.ExecuteAsync(plan))).WaitForCompletionAsync(Patient));

        var outcome = report.Outcomes.Single(one => one.Target.Id == ended);
        Assert.That(outcome.Verdict, Is.AnyOf(CancellationVerdict.CompletedFirst, CancellationVerdict.Ended));
        AgreesWithTruth(outcome);
        Assert.That(Cancels.Count(line => InWords(line.Request).Contains(ended.Value, StringComparison.Ordinal)), Is.Zero);
        Assert.That(service.Truth(stays), Is.EqualTo(TaskState.Canceled));
    }

    [Test]
    public async Task What_is_gone_since_the_plan_has_ended()
    {
        var gone = service.AddRunning();
        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));
        service.Finish(gone);
        service.Remove(gone);

        var outcome = (await Run(Client.ExecuteAsync(plan))).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Snapshot), Is.EqualTo((Client.Capabilities.HidesTasks ? CancellationVerdict.NotFound : CancellationVerdict.Ended, plan.Targets[0])));
        Assert.That(Cancels, Is.Empty);
    }

    [Test]
    public async Task Drift_cancels_nothing_when_it_is_not_wanted()
    {
        service.AddRunning();
        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));
        var since = service.AddPending();

        var drift = Assert.ThrowsAsync<PlanDriftException>(() => Run(Client.ExecuteAsync(plan, DriftPolicy.FailOnDrift)));
        Assert.That(drift!.Added.Single().Id, Is.EqualTo(since));
        Assert.That(drift.Missing, Is.Empty);
        Assert.That(Cancels, Is.Empty);

        var report = await Run((await Run(Client.ExecuteAsync(plan, DriftPolicy.AllowNew(1)))).WaitForCompletionAsync(Patient));
        Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(new[] { plan.Targets[0].Id, since }));
        Assert.That(report.AllCanceled, Is.True, report.ToString());
    }

    [TestCase(CancelSelection.Auto)]
    [TestCase(CancelSelection.ClientSide)]
    public async Task Stored_and_read_back_an_operation_is_waited_for_to_the_same_end(CancelSelection selection)
    {
        service.AddRunning();
        service.AddPending();
        var operation = await Run(Client.CancelAsync(service.FilterBy(service.Scope), new CancelOptions { Selection = selection }));
        var sent = Cancels.Count();

        var restored = Client.Restore(CancellationJson.DeserializeOperation(CancellationJson.Serialize(operation.State)));
        var report = await Run(restored.WaitForCompletionAsync(Patient));

        Assert.That(restored.State.Endpoint, Is.EqualTo(Client.Endpoint));
        Assert.That(report.Outcomes, Has.Count.EqualTo(2));
        Assert.That(report.AllCanceled, Is.True, report.ToString());
        Assert.That(Cancels.Count(), Is.EqualTo(sent), "nothing is canceled again");
    }

    [Test]
    public async Task No_credential_is_in_what_is_stored_or_shown()
    {
        service.AddRunning();
        service.Emulator.Faults.When(service.IsCancel).Times(1).Respond(EmulatedReply.Html(502));
        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));
        var operation = await Run(Client.ExecuteAsync(plan));
        var secrets = service.Emulator.Requests.SelectMany(line => line.Request.Headers)
            .Where(header => header.Key is "Authorization" or "X-API-Key")
            .Select(header => header.Value.Split(' ')[^1]).Distinct().ToList();

        Assert.That(secrets, Is.Not.Empty);
        foreach (var text in new[] { CancellationJson.Serialize(plan), CancellationJson.Serialize(operation.State), plan.ToString(), operation.Accepted.ToString() })
        {
            Assert.That(secrets.Where(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)), Is.Empty);
        }
    }

    private static string InWords(EmulatedRequest request) => request.Body.IsEmpty ? request.ToString() : $"{request} {request.BodyText}";

    [Test]
    [Category("Finding C5")]
    public async Task What_was_stored_without_its_endpoint_is_refused()
    {
        var id = service.AddRunning();
        var plan = CancellationJson.DeserializePlan(Without("endpoint", CancellationJson.Serialize(await Run(Client.PlanAsync(service.FilterBy(service.Scope))))));
        var operation = await Run(Client.CancelAsync(service.UnknownId));
        var state = CancellationJson.DeserializeOperation(Without("endpoint", CancellationJson.Serialize(operation.State)));
        service.Emulator.ClearRequests();

        Assert.That(() => { Client.ExecuteAsync(plan); }, Throws.InstanceOf<PlanException>().With.Property("Reason").EqualTo(PlanErrorReason.OtherEndpoint));
        Assert.That(() => Client.Restore(state), Throws.ArgumentException.With.Message.Contains("an address that it does not name"));
        Assert.That(service.Emulator.Requests, Is.Empty);
        Assert.That(service.Truth(id), Is.Not.EqualTo(TaskState.Canceled));
    }

    [Test]
    [Category("Finding C6")]
    public async Task An_id_that_the_service_does_not_have_is_refused_in_what_was_stored()
    {
        service.AddRunning();
        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));
        var state = (await Run(Client.CancelAsync(plan.Targets[0].ToTarget()))).State;
        service.Emulator.ClearRequests();
        foreach (var malformed in service.MalformedIds.Where(id => !string.IsNullOrWhiteSpace(id)))
        {
            var bad = plan with { Targets = [plan.Targets[0] with { Id = malformed }] };
            var open = state with { Accepted = new CancellationReport { Outcomes = [new CancellationOutcome { Target = malformed, Verdict = CancellationVerdict.Accepted }] } };
            Assert.That(() => { Client.ExecuteAsync(bad); }, Throws.InstanceOf<StoredDataException>().With.InnerException.InstanceOf<ArgumentException>(), malformed);
            Assert.That(() => Client.Restore(open), Throws.InstanceOf<StoredDataException>().With.InnerException.InstanceOf<ArgumentException>(), malformed);
        }

        Assert.That(service.Emulator.Requests, Is.Empty);
    }

    [Test]
    [Category("Finding C6")]
    public async Task A_plan_that_is_still_to_be_made_is_refused()
    {
        var plan = await Run(Client.PlanAsync(service.FilterBy(service.Scope)));
        var early = plan with { CreatedAt = plan.CreatedAt.AddYears(900), ExpiresAt = plan.ExpiresAt.AddYears(900) };
        Assert.That(() => { Client.ExecuteAsync(early); }, Throws.InstanceOf<PlanException>().With.Property("Reason").EqualTo(PlanErrorReason.Expired));
    }

    private static string Without(string member, string json)
    {
        var root = JsonNode.Parse(json)!;
        Assert.That(root.AsObject().Remove(member));
        return root.ToJsonString();
    }
}
