namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class ParallelismTests
{
    [Test]
    [Category("Finding D10")]
    public void After_a_failure_nobody_begins_another_and_what_began_is_awaited()
    {
        var begun = new List<int>();
        TaskCompletionSource[] works = [.. Enumerable.Range(0, 9).Select(_ => new TaskCompletionSource())];
        var all = BoundedParallel.ForEachAsync(works.Length, 3, at =>
        {
            begun.Add(at);
            return works[at].Task;
        });

        works[1].SetException(new InvalidDataException());
        works[0].SetResult();
        Assert.That(all.IsCompleted, Is.False);
        works[2].SetResult();

        // None of these has begun; if one had, the test should not wait for it.
        Array.ForEach(works[3..], work => work.SetResult());

        Assert.That(() => all, Throws.InstanceOf<InvalidDataException>());
        Assert.That(begun, Is.EqualTo(new[] { 0, 1, 2 }));
    }
}
