namespace TaskCancellation.Core.Tests.Planning;

public sealed class FingerprintTests
{
    private static readonly TaskSnapshot Target = Some.Task("t", kind: "k") with { StartedAt = Some.Noon, EnqueuedAt = Some.Noon.AddMinutes(-1) };

    private static readonly CancellationPlan Plan = new()
    {
        ServiceName = "Scripted", Endpoint = new Uri("http://here/"), Filter = new TaskFilter { Kinds = ["k"], Started = TimeRange.Before(Some.Noon) },
        Options = new CancelOptions { MaxTargets = 3 }, Targets = [Target], CreatedAt = Some.Noon, ExpiresAt = Some.Noon.AddHours(1),
    };

    private static IEnumerable<TestCaseData> Others()
    {
        yield return Other("service", Plan with { ServiceName = "Another" });
        yield return Other("address", Plan with { Endpoint = new Uri("http://there/") });
        yield return Other("no address", Plan with { Endpoint = null });
        yield return Other("value", Plan with { Filter = Plan.Filter with { Kinds = ["other"] } });
        yield return Other("values", Plan with { Filter = Plan.Filter with { Kinds = ["k", "l"] } });
        yield return Other("field", Plan with { Filter = Plan.Filter with { Kinds = null, Names = ["k"] } });
        yield return Other("range", Plan with { Filter = Plan.Filter with { Started = TimeRange.After(Some.Noon) } });
        yield return Other("condition", Plan with { Filter = Plan.Filter with { Where = _ => true } });
        yield return Other("everything", Plan with { Options = Plan.Options with { AllowAll = true } });
        yield return Other("limit", Plan with { Options = Plan.Options with { MaxTargets = 4 } });
        yield return Other("no limit", Plan with { Options = Plan.Options with { MaxTargets = null } });
        yield return Other("time of making", Plan with { CreatedAt = Some.Noon.AddSeconds(1) });
        yield return Other("time of ending", Plan with { ExpiresAt = Some.Noon.AddHours(2) });
        yield return Other("id", Plan with { Targets = [Target with { Id = "u" }] });
        yield return Other("kind", Plan with { Targets = [Target with { Kind = "l" }] });
        yield return Other("start", Plan with { Targets = [Target with { StartedAt = null }] });
        yield return Other("time of enqueuing", Plan with { Targets = [Target with { EnqueuedAt = Some.Noon }] });
        yield return Other("another target", Plan with { Targets = [Target, Some.Task("u")] });
        yield return Other("no target", Plan with { Targets = [] });

        static TestCaseData Other(string name, CancellationPlan plan) => new TestCaseData(plan).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Others))]
    public void Whatever_a_plan_would_do_otherwise_changes_its_fingerprint(CancellationPlan other) => Assert.That(other.Fingerprint, Is.Not.EqualTo(Plan.Fingerprint));

    [Test]
    public void In_what_order_a_filter_lists_its_fields_does_not() =>
        Assert.That((Plan with { Filter = new Turned(Plan.Filter) }).Fingerprint, Is.EqualTo(Plan.Fingerprint));

    private sealed record Turned(TaskFilter Other) : TaskFilter(Other)
    {
        public override IEnumerable<FilterConstraint> GetConstraints() => Other.GetConstraints().Reverse();
    }
}
