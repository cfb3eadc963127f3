using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>How a filter is translated, whole: parameters, what is left to check, and the words of a refusal.</summary>
[TestFixture]
internal sealed class RefusalTextTests
{
    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case(new TaskCancellation.Meilisearch.MeilisearchTaskFilter { BatchIds = [1] }, "MeilisearchTaskFilter: it is another service's filter. Use TaskFilter or ElasticsearchTaskFilter.");
        yield return Case(new TaskFilter { Scopes = ["s"] }, "Scopes: its tasks belong to nothing that can be named. Filter by Kinds, or with Where.");
        yield return Case(new TaskFilter { Names = ["n"] }, "Names: its tasks have no name. Mark requests with an X-Opaque-Id and filter by ElasticsearchTaskFilter.OpaqueId.");
        yield return Case(new TaskFilter { Enqueued = TimeRange.After(Wire.Start) }, "Enqueued: its tasks do not wait. Filter by Started.");
        yield return Case(new TaskFilter { Finished = TimeRange.After(Wire.Start) }, "Finished: it does not say when a task ended.");
        yield return Case(new TaskFilter { Kinds = ["a", "b,c", "d "] }, "Kinds: 'b,c' cannot be an action: commas separate actions, and none begins or ends with white space.");
        yield return Case(new TaskFilter { Kinds = [" a"] }, "Kinds: ' a' cannot be an action: commas separate actions, and none begins or ends with white space.");
        yield return Case(new TaskFilter { Kinds = ["a\tb"] }, "Kinds: 'a\tb' cannot be an action: commas separate actions, and none begins or ends with white space.");
        yield return Case(new TaskFilter { Scopes = ["s"], Names = ["n"], Kinds = [","] }, "Scopes: its tasks belong to nothing that can be named. Filter by Kinds, or with Where.", "Names: its tasks have no name. Mark requests with an X-Opaque-Id and filter by ElasticsearchTaskFilter.OpaqueId.", "Kinds: ',' cannot be an action: commas separate actions, and none begins or ends with white space.");
        yield return Case(new ElasticsearchTaskFilter { Scopes = ["s"], Nodes = ["a,b"] }, "Scopes: its tasks belong to nothing that can be named. Filter by Kinds, or with Where.", NoNodes("a,b"));
        yield return Case(new ElasticsearchTaskFilter { Ids = ["a:1"], Nodes = ["a,b"] }, "Nodes: an id names its node already. Leave Nodes or Ids null.");
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["a", "b ", "c,d"] }, NoNodes("b "));
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["data:false"] }, NoNodes("data:false"));
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["a\nb"] }, NoNodes("a\nb"));
        yield return Case(new ElasticsearchTaskFilter { Nodes = [new string('n', 1501)] }, "Nodes: there are too many of them for one request, and they cannot be checked on the tasks.");
        yield return Case(new ElasticsearchTaskFilter { Nodes = [new string('n', 1500)], ParentId = "a:1", OpaqueId = "o" });
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["data:true", "a:false:b", "false"] });
        yield return Case(new TaskFilter { Kinds = ["a b"], Started = TimeRange.After(Wire.Start), States = [TaskState.Running], Where = _ => true });

        static string NoNodes(string bad) => $"Nodes: '{bad}' does not name nodes: commas separate names, none begins or ends with white space, and what takes nodes away again is not a choice among values.";

        static TestCaseData Case(TaskFilter filter, params string[] refused) => new TestCaseData(filter, refused).SetArgDisplayNames(filter.ToString());
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_refused_is_named_with_the_reason(TaskFilter filter, string[] refused) =>
        Assert.That(ElasticsearchFilterTranslator.Translate(filter).Refused.Select(one => $"{one.Field}: {one.Reason}"), Is.EqualTo(refused));

    [TestCase("_all")]
    [TestCase("*")]
    [TestCase("*:*")]
    [TestCase(":")]
    [TestCase("")]
    public void Every_node_is_unsafe(string node) =>
        Assert.That(
            () => ElasticsearchFilterTranslator.Translate(new ElasticsearchTaskFilter { Nodes = ["a", node, "**"] }),
            Throws.TypeOf<UnsafeFilterException>().With.Property("Field").EqualTo("Nodes").And.Message.EqualTo($"The filter's Nodes holds '{node}', which stands for every node. Name the nodes that are meant, or leave Nodes null for no constraint."));

    [TestCase("unset")]
    [TestCase("a:-1")]
    public void A_parent_that_is_none_is_unsafe(string parent) =>
        Assert.That(
            () => ElasticsearchFilterTranslator.Translate(new ElasticsearchTaskFilter { ParentId = parent }),
            Throws.TypeOf<UnsafeFilterException>().With.Property("Field").EqualTo("ParentId").And.Message.EqualTo($"The filter's ParentId is '{parent}', which the service takes for no constraint at all. Name the parent, or leave ParentId null."));

    [Test]
    public void A_parent_that_is_no_id_is_an_error() => Assert.That(() => ElasticsearchFilterTranslator.Translate(new ElasticsearchTaskFilter { ParentId = "a:0" }), Throws.ArgumentException);

    private static IEnumerable<TestCaseData> Translated()
    {
        const FilterFields None = FilterFields.None;
        yield return Case(new TaskFilter { Kinds = ["k", "l", "k"] }, None, "actions=k,l");
        yield return Case(new TaskFilter { Kinds = ["k"], Started = TimeRange.After(Wire.Start) }, FilterFields.Started, "actions=k");
        yield return Case(new TaskFilter { Kinds = ["k"], States = [TaskState.Running] }, FilterFields.States, "actions=k");
        yield return Case(new TaskFilter { Kinds = ["k"], States = [TaskState.Canceling] }, FilterFields.States, "actions=k");
        yield return Case(new TaskFilter { Kinds = ["k"], States = [TaskState.Canceling, TaskState.Running] }, None, "actions=k");
        yield return Case(new TaskFilter { Kinds = ["k"], States = [TaskState.Failed] }, None, "actions=k").Returns(true);
        yield return Case(new TaskFilter { Kinds = ["cluster:admin/tasks/cancel"] }, FilterFields.Kinds);
        yield return Case(new TaskFilter { Kinds = ["k", "cluster:admin/tasks/cancel[n]"] }, FilterFields.Kinds);
        yield return Case(new TaskFilter { Kinds = ["*[n]"] }, FilterFields.Kinds);
        yield return Case(new TaskFilter { Kinds = ["cluster:admin/tasks/cancels"] }, None, "actions=cluster:admin/tasks/cancels");
        yield return Case(TaskFilter.All, FilterFields.Kinds);
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["a", "b", "a"] }, FilterFields.Kinds, "nodes=a,b");
        yield return Case(new ElasticsearchTaskFilter { ParentId = "a:1" }, None, "parent_task_id=a:1");
        yield return Case(new ElasticsearchTaskFilter { ParentId = "a:1", Kinds = ["*"], Nodes = ["n"] }, None, "actions=*", "nodes=n", "parent_task_id=a:1");
        yield return Case(new ElasticsearchTaskFilter { ParentId = "a:1", OpaqueId = "o" }, FilterFields.ServiceSpecific, "parent_task_id=a:1");
        yield return Case(new ElasticsearchTaskFilter { OpaqueId = "o", Started = TimeRange.After(Wire.Start), States = [TaskState.Running] }, FilterFields.ServiceSpecific | FilterFields.Kinds | FilterFields.Started | FilterFields.States);
        yield return Case(new TaskFilter { Kinds = [new string('k', 1500)] }, None, "actions=" + new string('k', 1500));
        yield return Case(new TaskFilter { Kinds = [new string('k', 1501)] }, FilterFields.Kinds);
        yield return Case(new TaskFilter { Kinds = [new string('/', 500)] }, None, "actions=" + new string('/', 500));
        yield return Case(new TaskFilter { Kinds = [new string('/', 501)] }, FilterFields.Kinds);
        yield return Case(new TaskFilter { Kinds = [new string('k', 1000), new string('l', 497)] }, None, "actions=" + new string('k', 1000) + "," + new string('l', 497));
        yield return Case(new TaskFilter { Kinds = [new string('k', 1000), new string('l', 498)] }, FilterFields.Kinds);
        yield return Case(new TaskFilter { Ids = ["a:1"], Kinds = ["k"], States = [TaskState.Failed] }, FilterFields.Ids | FilterFields.Kinds | FilterFields.States);
        yield return Case(new ElasticsearchTaskFilter { Ids = ["a:1"], ParentId = "a:2", Started = TimeRange.After(Wire.Start) }, FilterFields.Ids | FilterFields.ServiceSpecific | FilterFields.Started);

        static TestCaseData Case(TaskFilter filter, FilterFields residual, params string[] parameters) => new TestCaseData(filter, residual, parameters).Returns(false).SetArgDisplayNames(filter.ToString());
    }

    [TestCaseSource(nameof(Translated))]
    public bool What_is_asked_for_and_what_is_left_to_check(TaskFilter filter, FilterFields residual, string[] parameters)
    {
        var translated = ElasticsearchFilterTranslator.Translate(filter);
        Assert.That(translated.Parameters.Select(one => one.ToString()), Is.EqualTo(parameters));
        Assert.That((translated.Residual, translated.Refused.Count, ReferenceEquals(translated.Filter, filter)), Is.EqualTo((residual, 0, true)));
        return translated.MatchesNothing;
    }

    [Test]
    public void What_a_task_shows_of_a_field_is_held_against_the_filter()
    {
        var task = new TaskSnapshot { Id = "a:1", State = TaskState.Running, ParentId = "a:9", Details = new ElasticsearchTaskDetails { Node = "a", CurrentId = "a:1", Headers = new Dictionary<string, string> { ["x-opaque-id"] = "mine" } } };
        (TaskFilter Filter, FilterFields Field, FieldMatch Expected)[] cases =
        [
            (new TaskFilter(), FilterFields.ServiceSpecific, FieldMatch.Contradicts),
            (new ElasticsearchTaskFilter(), FilterFields.Kinds, FieldMatch.Contradicts),
            (new ElasticsearchTaskFilter(), FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new ElasticsearchTaskFilter { Nodes = ["other"] }, FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new ElasticsearchTaskFilter { ParentId = "a:9" }, FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new ElasticsearchTaskFilter { ParentId = "a:8" }, FilterFields.ServiceSpecific, FieldMatch.Contradicts),
            (new ElasticsearchTaskFilter { ParentId = "a:8", Ids = ["a:1"] }, FilterFields.ServiceSpecific, FieldMatch.Differs),
            (new ElasticsearchTaskFilter { ParentId = "a:9", OpaqueId = "mine" }, FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new ElasticsearchTaskFilter { OpaqueId = "mine" }, FilterFields.ServiceSpecific, FieldMatch.Meets),
            (new ElasticsearchTaskFilter { OpaqueId = "MINE" }, FilterFields.ServiceSpecific, FieldMatch.Differs),
        ];
        foreach (var (filter, field, expected) in cases)
        {
            Assert.That(ElasticsearchFilterTranslator.Match(filter, field, task), Is.EqualTo(expected), $"{filter} {field}");
        }

        Assert.That(ElasticsearchFilterTranslator.Match(new ElasticsearchTaskFilter { OpaqueId = "mine" }, FilterFields.ServiceSpecific, task with { Details = null }), Is.EqualTo(FieldMatch.Differs));
    }

    [TestCase("abc", "abc", true)]
    [TestCase("abc", "ABC", false)]
    [TestCase("a*", "abc", true)]
    [TestCase("*c", "abc", true)]
    [TestCase("a*c", "ac", true)]
    [TestCase("b*", "abc", false)]
    [TestCase(@"a\b", @"a\b", true)]
    [TestCase(@"a\b", "ab", false)]
    [TestCase(@"\*", @"\x", true)]
    public void A_pattern_has_stars_for_anything(string pattern, string text, bool expected) => Assert.That(ElasticsearchFilterTranslator.Matches(pattern, text), Is.EqualTo(expected));

    [Test]
    public void A_few_short_values_fit_and_so_do_as_many_as_a_request_takes()
    {
        Assert.That(ElasticsearchUnsupportedFields.Fits([new string('€', 165)]), Is.True);
        Assert.That(ElasticsearchUnsupportedFields.Fits([new string('€', 166)]), Is.True);
        Assert.That(ElasticsearchUnsupportedFields.Fits([new string('€', 167)]), Is.False);
        Assert.That(ElasticsearchUnsupportedFields.Fits([.. Enumerable.Repeat("", 500)]), Is.True, "499 commas, each of three characters");
        Assert.That(ElasticsearchUnsupportedFields.Fits([.. Enumerable.Repeat("", 502)]), Is.False);
    }
}
