using System.Collections.Concurrent;

namespace TaskCancellation.Core.Tests.Waiting;

public sealed class SnapshotReaderTests
{
    private readonly ScriptedTaskClient client = new() { Can = Scripted.Capabilities with { ListsByIds = true, IdsPerListRequest = 2 } };

    [Test]
    public async Task Many_tasks_are_read_by_one_list_a_chunk_and_one_alone_by_its_id()
    {
        client.Tasks.AddRange([Some.Task(1), Some.Task(3), Some.Task(5)]);

        var looks = await new SnapshotReader(client).TryReadAsync([1, 2, 3, 4, 5, 1], CancellationToken.None);

        Assert.That((client.Lists.Count, client.Reads.Count), Is.EqualTo((2, 1)));
        Assert.That(looks.Keys, Is.EquivalentTo(new TaskId[] { 1, 2, 3, 4, 5 }));
        Assert.That(looks.Where(look => look.Value.Snapshot is not null).Select(look => look.Key.Value), Is.EquivalentTo(new[] { "1", "3", "5" }));
    }

    [Test]
    public async Task Where_the_service_lists_no_ids_they_are_read_one_by_one()
    {
        client.Can = client.Can with { ListsByIds = false };
        client.Tasks.Add(Some.Task(1));

        var found = await new SnapshotReader(client).ReadAsync([1, 2], CancellationToken.None);

        Assert.That((client.Lists.Count, client.Reads.Count), Is.EqualTo((0, 2)));
        Assert.That(found.Keys, Is.EqualTo(new TaskId[] { 1 }));
    }

    [Test]
    public async Task A_list_that_shows_more_than_was_asked_for_does_no_harm()
    {
        client.OnList = _ => [Some.Task(1), Some.Task(2), Some.Task(3), Some.Task(4), Some.Task(9)];

        var looks = await new SnapshotReader(client).TryReadAsync([1, 2, 3, 4], CancellationToken.None);

        Assert.That(looks.Keys, Is.EquivalentTo(new TaskId[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task What_a_list_showed_before_it_failed_was_shown()
    {
        client.OnList = _ => Failing();

        var looks = await new SnapshotReader(client).TryReadAsync([1, 2], CancellationToken.None);

        Assert.That((looks[1].Snapshot?.Id.Value, looks[1].Error), Is.EqualTo(("1", default(TaskRequestException))));
        Assert.That((looks[2].Snapshot, looks[2].Error?.Reason), Is.EqualTo((default(TaskSnapshot), (TaskErrorReason?)TaskErrorReason.Connection)));

        static IEnumerable<TaskSnapshot> Failing()
        {
            yield return Some.Task(1);
            throw Some.LostReply();
        }
    }

    [Test]
    public void What_a_list_showed_before_it_was_given_up_is_taken()
    {
        client.OnList = _ => GivenUp();
        var taken = new ConcurrentDictionary<TaskId, ReadResult>();

        Assert.That(() => new SnapshotReader(client).TryReadAsync([1, 2], ReadOptions.Default, CancellationToken.None, taken), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(taken.Keys, Is.EqualTo(new TaskId[] { 1 }));

        static IEnumerable<TaskSnapshot> GivenUp()
        {
            yield return Some.Task(1);
            throw new OperationCanceledException();
        }
    }

    [Test]
    public async Task Nothing_is_asked_for_nothing()
    {
        Assert.That(await new SnapshotReader(client).TryReadAsync([], CancellationToken.None), Is.Empty);
        Assert.That(client.RequestCount, Is.Zero);
    }
}
