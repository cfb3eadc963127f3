using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>By which lists a cancel by filter is followed: what it has not ended yet, and what has ended since.</summary>
public sealed class CancelRemainderTests
{
    private static readonly DateTimeOffset Taken = new(2026, 1, 1, 10, 0, 0, TimeSpan.Zero);

    [Test]
    public void What_came_after_the_cancel_is_in_neither_list()
    {
        var reply = ReplyTo(new TaskFilter { Scopes = ["movies"] });

        Assert.Multiple(() =>
        {
            Assert.That(reply.Unfinished, Is.EqualTo(new MeilisearchTaskFilter { Scopes = ["movies"], States = [TaskState.Pending, TaskState.Running], EnqueuedUpTo = 7 }));
            Assert.That(reply.EndedSince, Is.EqualTo(new MeilisearchTaskFilter { Scopes = ["movies"], States = [TaskState.Succeeded, TaskState.Failed, TaskState.Canceled], Finished = TimeRange.AtOrAfter(Taken), EnqueuedUpTo = 7 }));
            Assert.That(MeilisearchFilterTranslator.Translate(reply.Unfinished!).Residual.HasFlag(FilterFields.ServiceSpecific), Is.True, "a cancel would not take the bound");
        });
    }

    [TestCase(true, TaskState.Pending, TaskState.Running)]
    [TestCase(true, TaskState.Running, TaskState.Pending)]
    [TestCase(false, TaskState.Pending)]
    [TestCase(false, TaskState.Running)]
    [TestCase(false, TaskState.Running, TaskState.Succeeded)]
    public void What_has_ended_since_is_asked_for_only_if_all_that_is_unfinished_was_addressed(bool isAsked, params TaskState[] states) =>
        Assert.That(ReplyTo(new TaskFilter { States = states }).EndedSince is not null, Is.EqualTo(isAsked));

    [Test]
    public void A_filter_of_what_has_ended_leaves_nothing_unfinished() =>
        Assert.That(ReplyTo(new TaskFilter { States = [TaskState.Succeeded] }).Unfinished, Is.Null);

    [Test]
    public void A_stopped_task_is_asked_for_without_its_batch_and_start()
    {
        var unfinished = ReplyTo(new MeilisearchTaskFilter { BatchIds = [3], Started = TimeRange.Before(Taken), Kinds = ["indexCreation"] }).Unfinished as MeilisearchTaskFilter;

        Assert.That((unfinished!.BatchIds, unfinished.Started, unfinished.EnqueuedUpTo), Is.EqualTo(((IReadOnlyList<long>?)null, (TimeRange?)null, (TaskId?)7)));
        Assert.That(unfinished.Kinds, Is.EqualTo(new[] { "indexCreation" }));
    }

    private static CancelReply ReplyTo(TaskFilter filter) =>
        MeilisearchCancel.ToReply(new CancelRequest { Filter = MeilisearchFilterTranslator.Translate(filter), Nonce = 1 }, 7, Taken, followsAmbiguousAttempt: false);
}
