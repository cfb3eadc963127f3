using TaskCancellation.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>How a filter is translated, whole: parameters, what is left to check, what a task shows, and the words of a refusal.</summary>
[TestFixture]
internal sealed class RefusalTextTests
{
    private const string OneApp = "SequenceIds: each app counts for itself. Name exactly one app in Scopes.";
    private const string NoPlaces = "SequenceIds: the list of one app takes neither spaces nor organizations, and the app says which they are. Leave SpaceIds and OrganizationIds null.";
    private const string Korifi = "Korifi's lists take no filters, and a task does not show it. Filter by Scopes (apps), Names, or with Where.";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("kinds", new TaskFilter { Kinds = ["k"] }, "Kinds: its tasks have no kind. Filter by Names or Scopes (apps).");
        yield return Case("started", new TaskFilter { Started = TimeRange.After(Noon) }, "Started: it does not record when a task began. Filter by Enqueued.");
        yield return Case("finished", new TaskFilter { Finished = TimeRange.After(Noon) }, "Finished: it does not record when a task ended. Filter by CloudFoundryTaskFilter.Updated.");
        yield return Case("a scope that is no GUID", new TaskFilter { Scopes = ["a", "b c", "d e"] }, "Scopes: 'b c' is no GUID: 1 to 200 letters, digits, hyphens and underscores.");
        yield return Case("a scope with a control character", new TaskFilter { Scopes = ["a\nb"] }, "Scopes: 'a?b' is no GUID: 1 to 200 letters, digits, hyphens and underscores.");
        yield return Case("a name with a control character", new TaskFilter { Names = ["a", "b\0"] }, "Names: one of them holds a control character, which no task's name does.");
        yield return Case("a space that is no GUID", new CloudFoundryTaskFilter { SpaceIds = ["s", "t u"] }, "SpaceIds: 't u' is no GUID: 1 to 200 letters, digits, hyphens and underscores.");
        yield return Case("an organization that is no GUID", new CloudFoundryTaskFilter { OrganizationIds = ["o.p"] }, "OrganizationIds: 'o.p' is no GUID: 1 to 200 letters, digits, hyphens and underscores.");
        yield return Case("numbers of no app", new CloudFoundryTaskFilter { SequenceIds = [1] }, OneApp);
        yield return Case("numbers of two apps", new CloudFoundryTaskFilter { SequenceIds = [1], Scopes = ["a", "b"] }, OneApp);
        yield return Case("numbers in a space", new CloudFoundryTaskFilter { SequenceIds = [1], Scopes = ["a"], SpaceIds = ["s"] }, NoPlaces);
        yield return Case("numbers in an organization", new CloudFoundryTaskFilter { SequenceIds = [1], Scopes = ["a"], OrganizationIds = ["o"] }, NoPlaces);
        yield return Case("numbers of no app in a space", new CloudFoundryTaskFilter { SequenceIds = [1], SpaceIds = ["s"] }, OneApp, NoPlaces);
        yield return Case("51 requirements", new CloudFoundryTaskFilter { LabelSelector = string.Join(',', Enumerable.Range(0, 51).Select(at => $"k{at}")) }, "LabelSelector: the label selector has more than 50 requirements.");
        yield return Case("a selector that is none", new CloudFoundryTaskFilter { LabelSelector = "a,b c,d e" }, "LabelSelector: the label selector's 'b c' is no requirement: key, !key, key=value, key!=value, key in (a,b) or key notin (a,b), without blanks but those before and after 'in' and 'notin'; keys and values are of letters, digits, dots, hyphens and underscores, 63 at most.");
        yield return Case("another service's", new TaskCancellation.Meilisearch.MeilisearchTaskFilter(), "MeilisearchTaskFilter: it is not a filter of this service. Use TaskFilter or CloudFoundryTaskFilter.");
        yield return Case("much", new CloudFoundryTaskFilter { Kinds = ["k"], Started = TimeRange.After(Noon), SequenceIds = [1] }, "Kinds: its tasks have no kind. Filter by Names or Scopes (apps).", "Started: it does not record when a task began. Filter by Enqueued.", OneApp);
        yield return Case("nothing", new CloudFoundryTaskFilter { Names = ["a b"], Scopes = ["a"], SequenceIds = [1], LabelSelector = "a", Updated = TimeRange.After(Noon) });
        yield return Case("50 requirements", new CloudFoundryTaskFilter { LabelSelector = string.Join(',', Enumerable.Range(0, 50).Select(at => $"k{at}")) });

        static TestCaseData Case(string name, TaskFilter filter, params string[] refused) => new TestCaseData(filter, refused).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_refused_is_named_with_the_reason(TaskFilter filter, string[] refused)
    {
        Assert.That(Refusals(filter, CloudFoundryApiFlavor.CloudController), Is.EqualTo(refused));
        string[] hidden = filter is CloudFoundryTaskFilter own ? [.. new[] { ("SpaceIds", own.SpaceIds is not null), ("OrganizationIds", own.OrganizationIds is not null), ("LabelSelector", own.LabelSelector is not null) }.Where(one => one.Item2).Select(one => $"{one.Item1}: {Korifi}")] : [];
        Assert.That(Refusals(filter, CloudFoundryApiFlavor.Korifi), Is.EqualTo(refused.Concat(hidden)));
    }

    [TestCase("a,", "an empty requirement")]
    [TestCase("a, ,b", "an empty requirement")]
    [TestCase(" env!=", "an empty value, or none, in 'env!='")]
    [TestCase("env in (a,)", "an empty value, or none, in 'env in (a,)'")]
    [TestCase("a=b,env=\"\"", "an empty value, or none, in 'env=\"\"'")]
    public void A_selector_that_says_nothing_is_unsafe(string selector, string what) =>
        Assert.That(
            () => CloudFoundryFilterTranslator.Translate(new CloudFoundryTaskFilter { LabelSelector = selector }, CloudFoundryApiFlavor.CloudController),
            Throws.TypeOf<UnsafeFilterException>().With.Property("Field").EqualTo("LabelSelector")
                .And.Message.EqualTo($"The filter's LabelSelector holds {what}, which says nothing; the service would take 'key!=' or 'key notin ()' for every task. Name the values that are meant, or leave the requirement out."));

    [TestCase("0123456789012345678901234567890123456789012345678901234567890ab", true)]
    [TestCase("0123456789012345678901234567890123456789012345678901234567890abc", false)]
    [TestCase("a.example/key", true)]
    [TestCase("cloudfoundry.org/key", false)]
    [TestCase("CloudFoundry.org/key", false)]
    [TestCase("my.cloudfoundry.org/key", true)]
    [TestCase("-a", false)]
    [TestCase("a-", false)]
    [TestCase("a=b-", false)]
    [TestCase("a in (b)", true)]
    [TestCase("a notin (b,c)", true)]
    [TestCase("a not in (b)", false)]
    [TestCase("a  in (b)", false)]
    [TestCase("a in  (b)", false)]
    [TestCase("!a=b", false)]
    [TestCase("a in (b\n)", false)]
    [TestCase("a\n", false)]
    public void A_requirement_has_a_form(string selector, bool isGood) => Assert.That(CloudFoundryLabelSelector.FindProblem(selector) is null, Is.EqualTo(isGood));

    [TestCase(253, true)]
    [TestCase(254, false)]
    public void A_prefix_has_253_characters_at_most(int length, bool isGood) =>
        Assert.That(CloudFoundryLabelSelector.FindProblem($"{string.Join('.', Enumerable.Repeat(new string('a', 62), 4))}.{new string('b', length - 252)}/key") is null, Is.EqualTo(isGood));

    [TestCase("env", false)]
    [TestCase("ENV", false)]
    [TestCase("none", true)]
    [TestCase("!none", false)]
    [TestCase("!env", true)]
    [TestCase("!ENV", false)]
    [TestCase("env=prod", false)]
    [TestCase("env==prod", false)]
    [TestCase("ENV=PROD", false)]
    [TestCase("env=dev", true)]
    [TestCase("none=prod", true)]
    [TestCase("env!=dev", false)]
    [TestCase("env!=prod", true)]
    [TestCase("env!=PROD", false)]
    [TestCase("none!=prod", false)]
    [TestCase("env in (dev,prod)", false)]
    [TestCase("env in (PROD)", false)]
    [TestCase("env in (dev)", true)]
    [TestCase("env notin (dev)", false)]
    [TestCase("env notin (dev,prod)", true)]
    [TestCase("env notin (dev,PROD)", false)]
    [TestCase("env=prod,team=x", false)]
    [TestCase("env=prod,team=y", true)]
    [TestCase("env=dev,team=x", true)]
    [TestCase("env in (a,prod),team notin (y,z)", false)]
    public void Labels_contradict_a_selector_or_do_not(string selector, bool expected) =>
        Assert.That(CloudFoundryLabelSelector.IsContradictedBy(selector, new Dictionary<string, string> { ["env"] = "prod", ["team"] = "x" }), Is.EqualTo(expected));

    private static IEnumerable<TestCaseData> Translated()
    {
        yield return Case("names that fit", new TaskFilter { Names = [new string('n', 1000)] }, FilterFields.Names, "names=" + new string('n', 1000));
        yield return Case("names that do not", new TaskFilter { Names = [new string('n', 1001)] }, FilterFields.Names);
        yield return Case("apps that fit", new TaskFilter { Scopes = [.. Enumerable.Range(100, 10).Select(at => $"{at:D97}")] }, FilterFields.None, "app_guids=" + string.Join(',', Enumerable.Range(100, 10).Select(at => $"{at:D97}")));
        yield return Case("apps that do not", new TaskFilter { Scopes = [.. Enumerable.Range(100, 11).Select(at => $"{at:D97}")] }, FilterFields.Scopes);
        yield return Case("states of words whole", new TaskFilter { States = [TaskState.Failed, TaskState.Canceled, TaskState.Canceling, TaskState.Succeeded] }, FilterFields.None, "states=CANCELING,SUCCEEDED,FAILED");
        yield return Case("states of words in part", new TaskFilter { States = [TaskState.Canceling] }, FilterFields.States, "states=CANCELING");
        yield return Case("states of no word", new TaskFilter { States = [TaskState.Unknown] }, FilterFields.States);
        yield return Case("no states", new TaskFilter { States = [] }, FilterFields.None, "states=").Returns(true);
        yield return Case("numbers", new CloudFoundryTaskFilter { SequenceIds = [1, int.MaxValue, 1], Scopes = ["a"] }, FilterFields.None, "sequence_ids=1,2147483647");
        yield return Case("numbers of no task", new CloudFoundryTaskFilter { SequenceIds = [0, -1, int.MaxValue + 1L], Scopes = ["a"] }, FilterFields.None, "sequence_ids=").Returns(true);
        yield return Case("some of no task", new CloudFoundryTaskFilter { SequenceIds = [0, 2], Scopes = ["a"] }, FilterFields.None, "sequence_ids=2");
        yield return Case("updated", new CloudFoundryTaskFilter { Updated = TimeRange.After(Noon) }, FilterFields.ServiceSpecific, "updated_ats[gte]=2026-03-01T12:00:01Z");
        yield return Case("all", new CloudFoundryTaskFilter { Ids = ["i"], SpaceIds = ["s"], OrganizationIds = ["o"], LabelSelector = "a=b", Enqueued = TimeRange.Before(Noon) }, FilterFields.Enqueued, "guids=i", "space_guids=s", "organization_guids=o", "created_ats[lt]=2026-03-01T12:00:00Z", "label_selector=a=b");

        static TestCaseData Case(string name, TaskFilter filter, FilterFields residual, params string[] parameters) => new TestCaseData(filter, residual, parameters).Returns(false).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Translated))]
    public bool What_is_asked_for_and_what_is_left_to_check(TaskFilter filter, FilterFields residual, string[] parameters)
    {
        var translated = CloudFoundryFilterTranslator.Translate(filter, CloudFoundryApiFlavor.CloudController);
        Assert.That(translated.Parameters.Select(one => one.ToString()), Is.EqualTo(parameters));
        Assert.That((translated.Residual, translated.Refused.Count, translated.Narrowed.Count), Is.EqualTo((residual, 0, 0)));
        return translated.MatchesNothing;
    }

    [Test]
    public void Korifi_has_longer_numbers()
    {
        var translated = CloudFoundryFilterTranslator.Translate(new CloudFoundryTaskFilter { SequenceIds = [0, 20260301080000123], Scopes = ["a"], States = [TaskState.Failed] }, CloudFoundryApiFlavor.Korifi);
        Assert.That((string.Join('&', translated.Parameters), translated.Residual, translated.MatchesNothing), Is.EqualTo(("sequence_ids=20260301080000123", FilterFields.Scopes | FilterFields.States | FilterFields.ServiceSpecific, false)));
        Assert.That(CloudFoundryFilterTranslator.Translate(new CloudFoundryTaskFilter { SequenceIds = [0], Scopes = ["a"] }, CloudFoundryApiFlavor.Korifi).MatchesNothing, Is.True);
    }

    [Test]
    public void Fractions_of_a_second_are_narrowed_and_that_is_said()
    {
        var filter = new CloudFoundryTaskFilter { Enqueued = TimeRange.After(Noon.AddMilliseconds(1)), Updated = TimeRange.Before(Noon.AddMilliseconds(1)) };
        var translated = CloudFoundryFilterTranslator.Translate(filter, CloudFoundryApiFlavor.CloudController);
        Assert.That(translated.Narrowed, Has.Count.EqualTo(2).And.All.StartsWith("Cloud Foundry shows whole seconds: "));
        Assert.That((translated.Filter.Enqueued, ((CloudFoundryTaskFilter)translated.Filter).Updated), Is.Not.EqualTo((filter.Enqueued, filter.Updated)));
        Assert.That(CloudFoundryFilterTranslator.Translate(new TaskFilter { Enqueued = filter.Enqueued }, CloudFoundryApiFlavor.CloudController).Narrowed, Has.Count.EqualTo(1));
    }

    [Test]
    public void What_a_task_shows_of_a_field_is_held_against_the_filter()
    {
        var task = new TaskSnapshot { Id = "t", State = TaskState.Running, Scope = "App", Details = new CloudFoundryTaskDetails { SequenceId = 7, UpdatedAt = Noon, Labels = new Dictionary<string, string> { ["a"] = "b" } } };
        (TaskFilter Filter, FilterFields Field, FieldMatch Expected)[] cases =
        [
            (new TaskFilter { Scopes = ["x", "app"] }, FilterFields.Scopes, FieldMatch.Meets),
            (new TaskFilter { Scopes = ["x"] }, FilterFields.Scopes, FieldMatch.Contradicts),
            (new TaskFilter(), FilterFields.ServiceSpecific, FieldMatch.Contradicts),
            (new CloudFoundryTaskFilter(), FilterFields.Names, FieldMatch.Contradicts),
            (new CloudFoundryTaskFilter(), FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new CloudFoundryTaskFilter { SpaceIds = ["other"] }, FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new CloudFoundryTaskFilter { SequenceIds = [6, 7] }, FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new CloudFoundryTaskFilter { SequenceIds = [6] }, FilterFields.ServiceSpecific, FieldMatch.Contradicts),
            (new CloudFoundryTaskFilter { LabelSelector = "a=b" }, FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new CloudFoundryTaskFilter { LabelSelector = "a=c" }, FilterFields.ServiceSpecific, FieldMatch.Contradicts),
            (new CloudFoundryTaskFilter { Updated = TimeRange.AtOrAfter(Noon) }, FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new CloudFoundryTaskFilter { Updated = TimeRange.After(Noon) }, FilterFields.ServiceSpecific, FieldMatch.Differs),
        ];
        foreach (var (filter, field, expected) in cases)
        {
            Assert.That(CloudFoundryFilterTranslator.Match(filter, field, task), Is.EqualTo(expected), $"{filter} {field}");
        }

        var bare = task with { Details = null, Scope = null };
        Assert.That(CloudFoundryFilterTranslator.Match(new TaskFilter { Scopes = ["app"] }, FilterFields.Scopes, bare), Is.EqualTo(FieldMatch.Contradicts));
        Assert.That(CloudFoundryFilterTranslator.Match(new CloudFoundryTaskFilter { SequenceIds = [6] }, FilterFields.ServiceSpecific, bare), Is.EqualTo(FieldMatch.Meets));
        Assert.That(CloudFoundryFilterTranslator.Match(new CloudFoundryTaskFilter { LabelSelector = "!a" }, FilterFields.ServiceSpecific, bare), Is.EqualTo(FieldMatch.Meets));
        Assert.That(CloudFoundryFilterTranslator.Match(new CloudFoundryTaskFilter { LabelSelector = "a" }, FilterFields.ServiceSpecific, bare), Is.EqualTo(FieldMatch.Contradicts));
        Assert.That(CloudFoundryFilterTranslator.Match(new CloudFoundryTaskFilter { Updated = TimeRange.After(Noon) }, FilterFields.ServiceSpecific, bare), Is.EqualTo(FieldMatch.Differs));
    }

    private static IEnumerable<string> Refusals(TaskFilter filter, CloudFoundryApiFlavor flavor) => CloudFoundryFilterTranslator.Translate(filter, flavor).Refused.Select(one => $"{one.Field}: {one.Reason}");
}
