using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

[TestFixture]
internal sealed class FilterTranslationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Checked()
    {
        yield return Case("everything", TaskFilter.All, "", FilterFields.None);
        yield return Case("ids", new TaskFilter { Ids = [Wire.Id, Wire.OtherId] }, $"process_id={Wire.Id},{Wire.OtherId}", FilterFields.None);
        yield return Case("ids and states", new TaskFilter { Ids = [Wire.Id], States = [TaskState.Running] }, $"process_id={Wire.Id}", FilterFields.States);
        yield return Case("states", new TaskFilter { States = [TaskState.Pending, TaskState.Canceled] }, "", FilterFields.States);
        yield return Case("unknown and a state it does not have", new TaskFilter { States = [TaskState.Unknown, TaskState.Canceling] }, "", FilterFields.States);
        yield return Case("kinds", new TaskFilter { Kinds = ["Enh*"] }, "", FilterFields.Kinds);
        yield return Case("scopes", new TaskFilter { Scopes = [Wire.Source] }, "", FilterFields.Scopes);
        yield return Case("names", new TaskFilter { Names = ["a,b.png"] }, "", FilterFields.Names);
        yield return Case("enqueued", new TaskFilter { Enqueued = TimeRange.After(Noon) }, "", FilterFields.Enqueued);
        yield return Case("a condition", new TaskFilter { Where = _ => true }, "", FilterFields.Where);
        yield return Case("models", new TopazImageTaskFilter { Models = ["Wonder"] }, "", FilterFields.ServiceSpecific);
        yield return Case("modified", new TopazImageTaskFilter { Modified = TimeRange.Before(Noon) }, "", FilterFields.ServiceSpecific);
        yield return Case("all at once", new TopazImageTaskFilter { Names = ["n"], Models = ["m"], Enqueued = TimeRange.After(Noon) }, "", FilterFields.Names | FilterFields.ServiceSpecific | FilterFields.Enqueued);
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return new TestCaseData(new TaskFilter { Started = TimeRange.After(Noon) }, "Started").SetArgDisplayNames("started");
        yield return new TestCaseData(new TaskFilter { Finished = TimeRange.After(Noon) }, "Finished").SetArgDisplayNames("finished");
        yield return new TestCaseData(new TopazImageTaskFilter { Models = ["m"], Finished = TimeRange.After(Noon) }, "Finished").SetArgDisplayNames("finished, beside an own field");
        yield return new TestCaseData(new OtherServiceFilter(), nameof(OtherServiceFilter)).SetArgDisplayNames("another service's filter");
        yield return new TestCaseData(new TaskCancellation.Meilisearch.MeilisearchTaskFilter(), "MeilisearchTaskFilter").SetArgDisplayNames("Meilisearch's filter");
        yield return new TestCaseData(new TaskCancellation.CloudFoundry.CloudFoundryTaskFilter(), "CloudFoundryTaskFilter").SetArgDisplayNames("Cloud Foundry's filter");
    }

    [TestCaseSource(nameof(Checked))]
    public void The_service_is_told_ids_only_and_the_rest_is_checked_here(TaskFilter filter, string parameters, FilterFields residual)
    {
        var translation = TopazImageFilterTranslator.Translate(filter);
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
        var refusal = TopazImageFilterTranslator.Translate(filter).Refused.Single();
        Assert.That(refusal.Field, Is.EqualTo(field));
        Assert.That(refusal.Reason, Is.Not.Empty.And.EndsWith("."));
    }

    [Test]
    public void A_state_that_the_service_does_not_have_matches_nothing() =>
        Assert.That(TopazImageFilterTranslator.Translate(new TaskFilter { States = [TaskState.Canceling] }).MatchesNothing, Is.True);

    private static TestCaseData Case(string name, TaskFilter filter, string parameters, FilterFields residual) =>
        new TestCaseData(filter, parameters, residual).SetArgDisplayNames(name);

    private sealed record OtherServiceFilter : TaskFilter;
}
