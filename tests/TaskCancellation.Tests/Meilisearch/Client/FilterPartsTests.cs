using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>The parts that a filter is put together from: names, bounds, kinds, and what a listed task shows of it.</summary>
public sealed class FilterPartsTests
{
    private const string Epoch = "1970-01-01T00:00:00.000000000Z";
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Bounds()
    {
        yield return Case(TimeRange.AtOrAfter(DateTimeOffset.UnixEpoch), "afterX=" + Epoch);
        yield return Case(TimeRange.After(DateTimeOffset.UnixEpoch), "afterX=" + Epoch);
        yield return Case(TimeRange.AtOrAfter(DateTimeOffset.UnixEpoch.AddTicks(-1)), "afterX=" + Epoch);
        yield return Case(TimeRange.AtOrAfter(DateTimeOffset.UnixEpoch.AddTicks(1)), "afterX=1970-01-01T00:00:00.000000099Z");
        yield return Case(TimeRange.After(DateTimeOffset.UnixEpoch.AddTicks(1)), "afterX=1970-01-01T00:00:00.000000199Z");
        yield return Case(TimeRange.Before(DateTimeOffset.UnixEpoch), "beforeX=" + Epoch);
        yield return Case(TimeRange.AtOrBefore(DateTimeOffset.UnixEpoch), "beforeX=" + Epoch);
        yield return Case(TimeRange.AtOrBefore(DateTimeOffset.UnixEpoch.AddTicks(-1)), "beforeX=" + Epoch);
        yield return Case(TimeRange.AtOrBefore(DateTimeOffset.UnixEpoch.AddTicks(1)), "beforeX=1970-01-01T00:00:00.000000200Z");
        yield return Case(TimeRange.Before(DateTimeOffset.UnixEpoch.AddTicks(1)), "beforeX=1970-01-01T00:00:00.000000100Z");
        yield return Case(TimeRange.AtOrBefore(DateTimeOffset.MaxValue), "beforeX=9999-12-31T23:59:59.999999999Z");
        yield return Case(TimeRange.AtOrBefore(DateTimeOffset.MaxValue.AddTicks(-1)), "beforeX=9999-12-31T23:59:59.999999900Z");
        yield return Case(TimeRange.Before(DateTimeOffset.MaxValue), "beforeX=9999-12-31T23:59:59.999999900Z");
        yield return Case(TimeRange.After(Noon).And(TimeRange.Before(Noon.AddSeconds(1))), "afterX=2026-01-01T12:00:00.000000099Z beforeX=2026-01-01T12:00:01.000000000Z");
        yield return Case(null, "");

        static TestCaseData Case(TimeRange? range, string expected) => new TestCaseData(range, expected).SetArgDisplayNames(range?.ToString() ?? "none");
    }

    private static IEnumerable<TestCaseData> Refusals()
    {
        yield return Case(new TaskFilter { Names = ["x"] }, "Names: its tasks have no name.");
        yield return Case(new TaskFilter { Kinds = ["index swap", "a,b"] }, "Kinds: 'index swap' cannot be a task type; types are of letters only.");
        yield return Case(new TaskFilter { Scopes = ["a,b", "c*"] }, "Scopes: 'a,b' cannot be asked for as an index uid: 1 to 400 ASCII letters, digits, hyphens and underscores.");
        yield return Case(new TaskFilter { Scopes = [""] }, "Scopes: '' cannot be asked for as an index uid: 1 to 400 ASCII letters, digits, hyphens and underscores.");
        yield return Case(new MeilisearchTaskFilter { BatchIds = [1, -1, -2] }, "BatchIds: '-1' is not a whole number from 0 to 4294967295.");
        yield return Case(new MeilisearchTaskFilter { CanceledBy = ["x", "y"] }, "CanceledBy: 'x' is not a whole number from 0 to 4294967295.");
        yield return Case(new TaskFilter { Ids = ["x"] }, "Ids: 'x' is not a whole number from 0 to 4294967295.");
        yield return Case(new OtherFilter { Names = ["x"] }, "OtherFilter: it is another service's filter. Use TaskFilter or MeilisearchTaskFilter.", "Names: its tasks have no name.");
        yield return Case(new TaskFilter { Scopes = [Alphabet, new string('x', 400)], Kinds = [Alphabet[..62]] });

        static TestCaseData Case(TaskFilter filter, params string[] refusals) => new(filter, refusals);
    }

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [TestCaseSource(nameof(Bounds))]
    public void A_bound_is_put_as(TimeRange? range, string expected)
    {
        var parameters = new List<FilterParameter>();
        MeilisearchTime.Add(parameters, "X", range);
        Assert.That(string.Join(' ', parameters), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Refusals))]
    public void What_is_refused_is_said_in_full(TaskFilter filter, string[] refusals) =>
        Assert.That(MeilisearchFilterTranslator.Translate(filter).Refused.Select(one => $"{one.Field}: {one.Reason}"), Is.EqualTo(refusals));

    [Test]
    public void Every_field_goes_by_its_own_name_and_in_this_order()
    {
        var range = TimeRange.After(Noon);
        var filter = new MeilisearchTaskFilter
        {
            Ids = [1], BatchIds = [2], CanceledBy = [3], Kinds = ["export"], States = [TaskState.Failed], Scopes = ["m"], Enqueued = range, Started = range, Finished = range,
        };
        var translation = MeilisearchFilterTranslator.Translate(filter);
        Assert.That(translation.Parameters.Select(one => one.Name), Is.EqualTo(new[] { "uids", "batchUids", "canceledBy", "types", "statuses", "indexUids", "afterEnqueuedAt", "afterStartedAt", "afterFinishedAt" }));
        Assert.That((translation.Filter, translation.Residual), Is.EqualTo((filter, FilterFields.None)));
        Assert.That(MeilisearchFilterTranslator.Translate(filter with { EnqueuedUpTo = 9 }).Residual, Is.EqualTo(FilterFields.ServiceSpecific));
    }

    [Test]
    public void An_empty_list_is_never_sent()
    {
        Assert.That(MeilisearchFilterTranslator.Translate(new MeilisearchTaskFilter { Ids = [], Kinds = [], Scopes = [], BatchIds = [] }).Parameters, Is.Empty);
        var nowhere = MeilisearchFilterTranslator.Translate(new TaskFilter { States = [TaskState.Canceling] });
        Assert.That((nowhere.Parameters.Count, nowhere.MatchesNothing), Is.EqualTo((0, true)));
    }

    [Test]
    public void A_filter_is_narrowed_to_kinds_at_their_place()
    {
        var filter = MeilisearchFilterTranslator.Translate(new MeilisearchTaskFilter { BatchIds = [2], States = [TaskState.Pending], Finished = TimeRange.After(Noon) });
        var narrowed = MeilisearchFilterTranslator.Narrow(filter, ["export", "indexSwap"]);
        Assert.That(string.Join(' ', narrowed.Parameters), Is.EqualTo("batchUids=2 types=export,indexSwap statuses=enqueued afterFinishedAt=2026-01-01T12:00:00.000000099Z"));
        Assert.That(narrowed.Filter, Is.EqualTo(filter.Filter with { Kinds = ["export", "indexSwap"] }));
        Assert.That(string.Join(' ', MeilisearchFilterTranslator.Narrow(MeilisearchFilterTranslator.Translate(TaskFilter.All), ["export"]).Parameters), Is.EqualTo("types=export"));
    }

    [Test]
    public void No_kind_named_means_all_but_the_protected()
    {
        Assert.That(MeilisearchKinds.Meant(null), Is.EqualTo(new[]
        {
            "documentAdditionOrUpdate", "documentEdition", "documentDeletion", "settingsUpdate", "indexCreation", "indexDeletion", "indexUpdate", "indexSwap", "taskDeletion", "dumpCreation", "snapshotCreation", "export", "indexCompaction", "dsrUpdate", "dsrClear",
        }));
        Assert.That(MeilisearchKinds.Meant(["new", "taskCancelation", "a,b", "upgradeDatabase", "networkTopologyChange", "export"]), Is.EqualTo(new[] { "new", "export" }));
        Assert.That(MeilisearchKinds.Protected, Is.EqualTo(new[] { "upgradeDatabase", "networkTopologyChange", "taskCancelation" }));
        Assert.That(new[] { "export", "Export", "taskCancelation", "other" }.Select(MeilisearchKinds.IsExact), Is.EqualTo(new[] { true, false, true, false }));
    }

    [Test]
    public void A_rename_shows_its_new_name_in_the_details()
    {
        var filter = new TaskFilter { Scopes = ["other", "new"] };
        Assert.That(Match("""{"newIndexUid":"new"}"""), Is.EqualTo(FieldMatch.Meets));
        Assert.That(Match("""{"newIndexUid":"newer"}"""), Is.EqualTo(FieldMatch.Contradicts));
        Assert.That(Match("""{"oldIndexUid":"new"}"""), Is.EqualTo(FieldMatch.Contradicts));
        Assert.That(MeilisearchFilterTranslator.Match(filter, FilterFields.Scopes, new TaskSnapshot { Id = 1, State = TaskState.Running }), Is.EqualTo(FieldMatch.Contradicts));
        Assert.That(MeilisearchFilterTranslator.Match(filter, FilterFields.Kinds, Renamed("""{"newIndexUid":"new"}""")), Is.EqualTo(FieldMatch.Contradicts));

        FieldMatch Match(string details) => MeilisearchFilterTranslator.Match(filter, FilterFields.Scopes, Renamed(details));

        static TaskSnapshot Renamed(string details) => new() { Id = 1, State = TaskState.Running, Scope = "old", Details = new MeilisearchTaskDetails { Json = details } };
    }

    [TestCase(TaskState.Running, 5L, FieldMatch.Meets)]
    [TestCase(TaskState.Running, 6L, FieldMatch.Contradicts)]
    [TestCase(TaskState.Running, null, FieldMatch.Contradicts)]
    [TestCase(TaskState.Pending, 6L, FieldMatch.Differs)]
    [TestCase(TaskState.Pending, null, FieldMatch.Differs)]
    [TestCase(TaskState.Pending, 5L, FieldMatch.Meets)]
    [TestCase(TaskState.Unknown, 6L, FieldMatch.Differs)]
    [TestCase(TaskState.Canceled, 6L, FieldMatch.Meets)]
    [TestCase(TaskState.Succeeded, null, FieldMatch.Meets)]
    public void Of_a_batch_only_what_runs_is_certain(TaskState state, long? batch, FieldMatch expected)
    {
        var task = new TaskSnapshot { Id = 1, State = state, Details = new MeilisearchTaskDetails { BatchUid = batch } };
        Assert.That(Match(new MeilisearchTaskFilter { BatchIds = [4, 5] }, task), Is.EqualTo(expected));
        Assert.That(Match(new MeilisearchTaskFilter { CanceledBy = null }, task), Is.EqualTo(FieldMatch.Meets));
        Assert.That(Match(new TaskFilter(), task), Is.EqualTo(FieldMatch.Contradicts));
    }

    [TestCase("8", null, FieldMatch.Contradicts)]
    [TestCase("8", "3", FieldMatch.Meets)]
    [TestCase("8", "2", FieldMatch.Contradicts)]
    [TestCase("9", "3", FieldMatch.Meets)]
    [TestCase("10", "3", FieldMatch.Contradicts)]
    public void A_task_shows_what_canceled_it_and_when_it_came(string id, string? by, FieldMatch expected)
    {
        var task = new TaskSnapshot { Id = id, State = TaskState.Canceled, CanceledBy = by is null ? default(TaskId?) : (TaskId)by };
        Assert.That(Match(new MeilisearchTaskFilter { CanceledBy = [1, 3], EnqueuedUpTo = 9 }, task), Is.EqualTo(expected));
    }

    private static FieldMatch Match(TaskFilter filter, TaskSnapshot task) => MeilisearchFilterTranslator.Match(filter, FilterFields.ServiceSpecific, task);

    private sealed record OtherFilter : TaskFilter;
}
