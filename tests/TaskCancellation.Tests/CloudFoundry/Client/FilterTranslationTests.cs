using TaskCancellation.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class FilterTranslationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> PushedDown()
    {
        yield return Case("ids", new TaskFilter { Ids = ["a", "b"] }, "guids=a,b", FilterFields.None);
        yield return Case("names are folded by the service", new TaskFilter { Names = ["Report", "a,b", "50%"] }, "names=Report,a,b,50%", FilterFields.Names);
        yield return Case("scopes", new TaskFilter { Scopes = ["app-1"] }, "app_guids=app-1", FilterFields.None);
        yield return Case("pending", new TaskFilter { States = [TaskState.Pending] }, "states=PENDING", FilterFields.None);
        yield return Case("running and canceling", new TaskFilter { States = [TaskState.Running, TaskState.Canceling] }, "states=RUNNING,CANCELING", FilterFields.States);
        yield return Case("succeeded", new TaskFilter { States = [TaskState.Succeeded] }, "states=SUCCEEDED", FilterFields.None);
        yield return Case("failed", new TaskFilter { States = [TaskState.Failed] }, "states=CANCELING,FAILED", FilterFields.States);
        yield return Case("canceled", new TaskFilter { States = [TaskState.Canceled, TaskState.Running] }, "states=RUNNING,CANCELING,FAILED", FilterFields.States);
        yield return Case("failed and canceled", new TaskFilter { States = [TaskState.Canceled, TaskState.Failed] }, "states=CANCELING,FAILED", FilterFields.States);
        yield return Case("canceling, failed and canceled", new TaskFilter { States = [TaskState.Canceling, TaskState.Canceled, TaskState.Failed] }, "states=CANCELING,FAILED", FilterFields.None);
        yield return Case("unknown", new TaskFilter { States = [TaskState.Unknown, TaskState.Running] }, "", FilterFields.States);
        yield return Case("after", new TaskFilter { Enqueued = TimeRange.After(Noon) }, "created_ats[gte]=2026-03-01T12:00:01Z", FilterFields.Enqueued);
        yield return Case("at or after a fraction", new TaskFilter { Enqueued = TimeRange.AtOrAfter(Noon.AddMilliseconds(300)) }, "created_ats[gte]=2026-03-01T12:00:01Z", FilterFields.Enqueued);
        yield return Case("before", new TaskFilter { Enqueued = TimeRange.Before(Noon) }, "created_ats[lt]=2026-03-01T12:00:00Z", FilterFields.Enqueued);
        yield return Case("at or before", new TaskFilter { Enqueued = TimeRange.AtOrBefore(Noon.AddTicks(1)) }, "created_ats[lt]=2026-03-01T12:00:00Z", FilterFields.Enqueued);
        yield return Case("between, in another zone", new TaskFilter { Enqueued = TimeRange.After(Noon.ToOffset(TimeSpan.FromHours(5))).And(TimeRange.Before(Noon.AddDays(1))) }, "created_ats[gte]=2026-03-01T12:00:01Z&created_ats[lt]=2026-03-02T12:00:00Z", FilterFields.Enqueued);
        yield return Case("the end of the calendar", new TaskFilter { Enqueued = TimeRange.Before(DateTimeOffset.MaxValue) }, "created_ats[lt]=9999-12-31T23:59:59Z", FilterFields.Enqueued);
        yield return Case("updated", new CloudFoundryTaskFilter { Updated = TimeRange.AtOrAfter(Noon) }, "updated_ats[gte]=2026-03-01T12:00:00Z", FilterFields.ServiceSpecific);
        yield return Case("spaces and organizations", new CloudFoundryTaskFilter { SpaceIds = ["s1", "s2"], OrganizationIds = ["o"] }, "space_guids=s1,s2&organization_guids=o", FilterFields.None);
        yield return Case("labels", new CloudFoundryTaskFilter { LabelSelector = "team=billing,tier in (a,b)" }, "label_selector=team=billing,tier in (a,b)", FilterFields.None);
        yield return Case("sequence ids", new CloudFoundryTaskFilter { SequenceIds = [3, 20260101000000123], Scopes = ["app-1"], States = [TaskState.Running] }, "states=RUNNING&sequence_ids=3", FilterFields.None);
        yield return Case("a list too long for an address", new TaskFilter { Scopes = [.. Enumerable.Range(0, 200).Select(at => $"app-{at}")] }, "", FilterFields.Scopes);
        yield return Case("names too long for an address", new TaskFilter { Names = [.. Enumerable.Range(0, 200).Select(at => $"name-{at}")] }, "", FilterFields.Names);
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return new TestCaseData(new TaskFilter { Kinds = ["k"] }, "Kinds").SetArgDisplayNames("kinds");
        yield return new TestCaseData(new TaskFilter { Started = TimeRange.After(Noon) }, "Started").SetArgDisplayNames("started");
        yield return new TestCaseData(new TaskFilter { Finished = TimeRange.After(Noon) }, "Finished").SetArgDisplayNames("finished");
        yield return new TestCaseData(new CloudFoundryTaskFilter { SequenceIds = [1] }, "SequenceIds").SetArgDisplayNames("sequence ids without an app");
        yield return new TestCaseData(new CloudFoundryTaskFilter { SequenceIds = [1], Scopes = ["a", "b"] }, "SequenceIds").SetArgDisplayNames("sequence ids of two apps");
        yield return new TestCaseData(new CloudFoundryTaskFilter { SequenceIds = [1], Scopes = ["a"], SpaceIds = ["s"] }, "SequenceIds").SetArgDisplayNames("sequence ids in a space");
        yield return new TestCaseData(new CloudFoundryTaskFilter { SequenceIds = [1], Scopes = ["a"], OrganizationIds = ["o"] }, "SequenceIds").SetArgDisplayNames("sequence ids in an organization");
        yield return new TestCaseData(new CloudFoundryTaskFilter { LabelSelector = string.Join(',', Enumerable.Range(0, 51).Select(at => $"k{at}")) }, "LabelSelector").SetArgDisplayNames("51 requirements");
        yield return new TestCaseData(new CloudFoundryTaskFilter { LabelSelector = "a in (b" }, "LabelSelector").SetArgDisplayNames("an open parenthesis");
        yield return new TestCaseData(new CloudFoundryTaskFilter { LabelSelector = "a in b)" }, "LabelSelector").SetArgDisplayNames("a closed parenthesis");
        yield return new TestCaseData(new OtherServiceFilter(), nameof(OtherServiceFilter)).SetArgDisplayNames("another service's filter");
        yield return new TestCaseData(new TaskCancellation.Meilisearch.MeilisearchTaskFilter(), "MeilisearchTaskFilter").SetArgDisplayNames("Meilisearch's filter");
    }

    private static IEnumerable<TestCaseData> RefusedOnKorifi() =>
        Refused().Concat(
        [
            new TestCaseData(new CloudFoundryTaskFilter { SpaceIds = ["s"] }, "SpaceIds").SetArgDisplayNames("spaces"),
            new TestCaseData(new CloudFoundryTaskFilter { OrganizationIds = ["o"] }, "OrganizationIds").SetArgDisplayNames("organizations"),
            new TestCaseData(new CloudFoundryTaskFilter { LabelSelector = "a=b" }, "LabelSelector").SetArgDisplayNames("labels"),
        ]);

    [TestCaseSource(nameof(PushedDown))]
    public void The_service_is_told_as_much_as_it_evaluates(TaskFilter filter, string parameters, FilterFields residual)
    {
        var translation = CloudFoundryFilterTranslator.Translate(filter, CloudFoundryApiFlavor.CloudController);
        Assert.Multiple(() =>
        {
            Assert.That(string.Join('&', translation.Parameters), Is.EqualTo(parameters));
            Assert.That(translation.Residual, Is.EqualTo(residual));
            Assert.That(translation.Refused, Is.Empty);
            Assert.That(translation.MatchesNothing, Is.False);
        });
    }

    [TestCaseSource(nameof(Refused))]
    public void What_cannot_be_evaluated_is_refused_with_a_reason(TaskFilter filter, string field)
    {
        var refusal = CloudFoundryFilterTranslator.Translate(filter, CloudFoundryApiFlavor.CloudController).Refused.Single();
        Assert.That(refusal.Field, Is.EqualTo(field));
        Assert.That(refusal.Reason, Is.Not.Empty.And.EndsWith("."));
    }

    [TestCaseSource(nameof(RefusedOnKorifi))]
    [Category("CF-8.74")]
    public void Korifi_refuses_what_its_tasks_do_not_show(TaskFilter filter, string field) =>
        Assert.That(CloudFoundryFilterTranslator.Translate(filter, CloudFoundryApiFlavor.Korifi).Refused.Select(refusal => refusal.Field), Does.Contain(field));

    [Test, Category("CF-8.74")]
    public void Korifi_is_told_nothing_and_all_is_checked_here()
    {
        var filter = new CloudFoundryTaskFilter { Ids = ["a"], Names = ["n"], Scopes = ["s"], States = [TaskState.Running], Enqueued = TimeRange.After(Noon), Updated = TimeRange.After(Noon) };
        var translation = CloudFoundryFilterTranslator.Translate(filter, CloudFoundryApiFlavor.Korifi);
        Assert.That(translation.Parameters, Is.Empty);
        Assert.That(translation.Residual, Is.EqualTo(FilterFields.Ids | FilterFields.Names | FilterFields.Scopes | FilterFields.States | FilterFields.Enqueued | FilterFields.ServiceSpecific));
    }

    [Test]
    public void Korifi_takes_sequence_ids_of_one_app()
    {
        var translation = CloudFoundryFilterTranslator.Translate(new CloudFoundryTaskFilter { SequenceIds = [7], Scopes = ["a"] }, CloudFoundryApiFlavor.Korifi);
        Assert.That(translation.Parameters.Single().ToString(), Is.EqualTo("sequence_ids=7"));
    }

    [Test]
    public void Fifty_requirements_and_commas_in_parentheses_pass() =>
        Assert.That(CloudFoundryLabelSelector.FindProblem(string.Join(',', Enumerable.Range(0, 50).Select(at => $"k{at} in (a,b)"))), Is.Null);

    private static TestCaseData Case(string name, TaskFilter filter, string parameters, FilterFields residual) =>
        new TestCaseData(filter, parameters, residual).SetArgDisplayNames(name);

    private sealed record OtherServiceFilter : TaskFilter;
}
