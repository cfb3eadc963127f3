using TaskCancellation.Http;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>A cancel in parts: its request and mark, and what its acceptance says.</summary>
public sealed class CancelReplyTests
{
    private static readonly DateTimeOffset Taken = new(2026, 1, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeRange Since = TimeRange.AtOrAfter(Taken);
    private static readonly TaskState[] Unfinished = [TaskState.Pending, TaskState.Running];
    private static readonly TaskState[] Ended = [TaskState.Succeeded, TaskState.Failed, TaskState.Canceled];

    private static IEnumerable<TestCaseData> Remainders()
    {
        yield return Case(
            "index", new TaskFilter { Scopes = ["m"] },
            new MeilisearchTaskFilter { Scopes = ["m"], States = Unfinished, EnqueuedUpTo = 7 },
            new MeilisearchTaskFilter { Scopes = ["m"], States = Ended, Finished = Since, EnqueuedUpTo = 7 });
        yield return Case(
            "own filter", new MeilisearchTaskFilter { Scopes = ["m"], CanceledBy = [3] },
            new MeilisearchTaskFilter { Scopes = ["m"], CanceledBy = [3], States = Unfinished, EnqueuedUpTo = 7 },
            new MeilisearchTaskFilter { Scopes = ["m"], CanceledBy = [3], States = Ended, Finished = Since, EnqueuedUpTo = 7 });
        yield return Case(
            "started", new TaskFilter { Scopes = ["m"], Started = Since },
            new MeilisearchTaskFilter { Scopes = ["m"], States = Unfinished, EnqueuedUpTo = 7 }, null);
        yield return Case(
            "own filter, started", new MeilisearchTaskFilter { Scopes = ["m"], Started = Since },
            new MeilisearchTaskFilter { Scopes = ["m"], States = Unfinished, EnqueuedUpTo = 7 }, null);
        yield return Case(
            "batches", new MeilisearchTaskFilter { Scopes = ["m"], BatchIds = [1] },
            new MeilisearchTaskFilter { Scopes = ["m"], States = Unfinished, EnqueuedUpTo = 7 }, null);
        yield return Case(
            "finished", new TaskFilter { Finished = Since },
            new MeilisearchTaskFilter { Finished = Since, States = Unfinished, EnqueuedUpTo = 7 }, null);
        yield return Case(
            "waiting", new TaskFilter { States = [TaskState.Pending] },
            new MeilisearchTaskFilter { States = Unfinished, EnqueuedUpTo = 7 }, null);
        yield return Case(
            "unfinished, in another order", new TaskFilter { States = [TaskState.Running, TaskState.Pending] },
            new MeilisearchTaskFilter { States = Unfinished, EnqueuedUpTo = 7 },
            new MeilisearchTaskFilter { States = Ended, Finished = Since, EnqueuedUpTo = 7 });
        yield return Case(
            "running and failed", new TaskFilter { States = [TaskState.Failed, TaskState.Running] },
            new MeilisearchTaskFilter { States = Unfinished, EnqueuedUpTo = 7 }, null);
        yield return Case(
            "unfinished and failed", new TaskFilter { States = [TaskState.Pending, TaskState.Running, TaskState.Failed] },
            new MeilisearchTaskFilter { States = Unfinished, EnqueuedUpTo = 7 }, null);
        yield return Case("ended", new TaskFilter { States = [TaskState.Failed, TaskState.Succeeded] }, null, null);

        static TestCaseData Case(string name, TaskFilter filter, TaskFilter? unfinished, TaskFilter? ended) => new TestCaseData(filter, unfinished, ended).SetArgDisplayNames(name);
    }

    private static IEnumerable<TestCaseData> Marks()
    {
        yield return Case("59.000000042Z", "a=1 beforeEnqueuedAt=9999-12-31T23:59:59.000000042Z", P("a", "1"));
        yield return Case("00.000000042Z", "beforeEnqueuedAt=b afterEnqueuedAt=1970-01-01T00:00:00.000000042Z", P("beforeEnqueuedAt", "b"));
        yield return Case("05.100000000000000042Z", "beforeEnqueuedAt=2026-01-01T00:00:05.100000000000000042Z afterEnqueuedAt=a", P("beforeEnqueuedAt", "2026-01-01T00:00:05.100000000Z"), P("afterEnqueuedAt", "a"));
        yield return Case("05.100000000000000042Z", "afterEnqueuedAt=a beforeEnqueuedAt=2026-01-01T00:00:05.100000000000000042Z c=2", P("afterEnqueuedAt", "a"), P("beforeEnqueuedAt", "2026-01-01T00:00:05.100000000Z"), P("c", "2"));
        yield return Case("59.000000042Z", "afterEnqueuedAt=a beforeEnqueuedAt=9999-12-31T23:59:59.000000042Z", P("afterEnqueuedAt", "a"));

        static FilterParameter P(string name, string value) => new(name, [value]);

        static TestCaseData Case(string mark, string sent, params FilterParameter[] parameters) => new(parameters, mark, sent);
    }

    [TestCaseSource(nameof(Remainders))]
    public void An_accepted_filter_is_followed_by(TaskFilter filter, TaskFilter? unfinished, TaskFilter? ended)
    {
        var reply = MeilisearchCancel.ToReply(ByFilter(filter), 7, Taken, followsAmbiguousAttempt: true);
        Assert.That(reply.Unfinished, Is.EqualTo(unfinished));
        Assert.That(reply.EndedSince, Is.EqualTo(ended));
        Assert.That((reply.Items.Count, reply.ServiceTask, reply.AcceptedAt, reply.FollowsAmbiguousAttempt), Is.EqualTo((0, (TaskId?)7, (DateTimeOffset?)Taken, true)));
        Assert.That(reply.Named, Is.EqualTo(new MeilisearchTaskFilter { CanceledBy = [7] }));
        Assert.That(MeilisearchCancel.ToReply(ByFilter(filter), 7, null, followsAmbiguousAttempt: false) is { EndedSince: null, FollowsAmbiguousAttempt: false });
    }

    [Test]
    public void Accepted_ids_are_acknowledged_each()
    {
        var request = new CancelRequest { Targets = [4, 5] };
        var reply = MeilisearchCancel.ToReply(request, 7, Taken, followsAmbiguousAttempt: false);
        Assert.That(reply.Items.Select(item => (item.Target.Id.Value, item.Disposition)), Is.EqualTo(new[] { ("4", CancelDisposition.Acknowledged), ("5", CancelDisposition.Acknowledged) }));
        Assert.That((reply.ServiceTask, reply.AcceptedAt, reply.Named, reply.Unfinished, reply.EndedSince), Is.EqualTo(((TaskId?)7, (DateTimeOffset?)Taken, (TaskFilter?)null, (TaskFilter?)null, (TaskFilter?)null)));
    }

    [TestCaseSource(nameof(Marks))]
    public void The_mark_is_put_where_it_changes_nothing(FilterParameter[] parameters, string mark, string sent)
    {
        var request = new CancelRequest { Filter = new FilterTranslation { Filter = TaskFilter.All, Parameters = parameters }, Nonce = 42 };
        Assert.That(string.Join(' ', MeilisearchCancel.ToParameters(request)), Is.EqualTo(sent));
        Assert.That(MeilisearchCancel.MarkOf(request), Is.EqualTo(mark));
    }

    [Test]
    public void Only_a_cancel_by_ids_may_be_repeated()
    {
        var byIds = MeilisearchCancel.ToRequest(new CancelRequest { Targets = [4, 5] });
        var byFilter = MeilisearchCancel.ToRequest(ByFilter(new TaskFilter { Scopes = ["m"] }));
        Assert.That((byIds.Method, byIds.PathAndQuery, byIds.Safety), Is.EqualTo((HttpMethod.Post, "tasks/cancel?uids=4,5", RetrySafety.Safe)));
        Assert.That((byFilter.Method, byFilter.PathAndQuery, byFilter.Safety), Is.EqualTo((HttpMethod.Post, "tasks/cancel?indexUids=m&beforeEnqueuedAt=9999-12-31T23%3A59%3A59.000000042Z", RetrySafety.Unsafe)));
        Assert.That(byIds.IsAnswer!(400, """{"code":"invalid_task_types","message":"Available types are `a`."}"""u8.ToArray()), Is.True);
    }

    [Test]
    public void A_filter_reaches_all_kinds_unless_it_names_kinds_ids_or_indexes()
    {
        Assert.That(Reaches(new TaskFilter { States = [TaskState.Pending] }), Is.True);
        Assert.That(Reaches(new TaskFilter { Kinds = ["export"] }), Is.False);
        Assert.That(Reaches(new TaskFilter { Ids = [1] }), Is.False);
        Assert.That(Reaches(new TaskFilter { Scopes = ["m"] }), Is.False);
        Assert.That(MeilisearchCancel.ReachesAllKinds(null), Is.False);

        static bool Reaches(TaskFilter filter) => MeilisearchCancel.ReachesAllKinds(MeilisearchFilterTranslator.Translate(filter));
    }

    private static CancelRequest ByFilter(TaskFilter filter) => new() { Filter = MeilisearchFilterTranslator.Translate(filter), Nonce = 42 };
}
