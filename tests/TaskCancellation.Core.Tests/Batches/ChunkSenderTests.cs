namespace TaskCancellation.Core.Tests.Batches;

/// <summary>Chunks sent at a pace, without a stream of inputs before them.</summary>
public sealed class ChunkSenderTests : BatchFixture
{
    [Test]
    public void A_chunk_begun_is_taken_when_it_is_wanted()
    {
        var chunker = new BatchChunker(Scripted.Capabilities with { IdsPerRequest = 3 });

        Assert.That((chunker.Add(new BatchItem("a")), chunker.Add(new BatchItem("b"))), Is.EqualTo((true, false)));
        Assert.That((chunker.HasOpen, chunker.HasClosed), Is.EqualTo((true, false)));
        Assert.That(chunker.Take(evenOpen: false), Is.Null);
        Assert.That(chunker.Take(evenOpen: true)!.Items.Select(item => item.Target.Id.Value), Is.EqualTo(new[] { "a", "b" }));
        Assert.That((chunker.HasOpen, chunker.Take(evenOpen: true)), Is.EqualTo((false, default(BatchChunk))));
    }

    [Test]
    public void What_goes_again_goes_first()
    {
        var chunker = new BatchChunker(Scripted.Capabilities);
        chunker.Add(new BatchItem("a"));
        var again = new BatchChunk([new BatchItem("b")], 1);
        chunker.AddAgain(again);

        Assert.That(chunker.Take(evenOpen: false), Is.SameAs(again));
        Assert.That(chunker.Take(evenOpen: false)!.Items.Single().Target.Id.Value, Is.EqualTo("a"));
    }

    [Test]
    public async Task All_items_are_sent_in_chunks_several_at_once_and_each_has_its_outcome()
    {
        ChunksHold(2);
        RepliesTake(1);
        var items = Items("a", "b", "c", "d", "e");

        await SendAsync(items, new BatchOptions { MaxConcurrency = 2 });

        Assert.That(items.Select(item => item.Outcome!.ToString()), Is.EqualTo(new[] { "a: Accepted", "b: Accepted", "c: Accepted", "d: Accepted", "e: Accepted" }));
        Assert.That(Requests, Is.EqualTo(new[] { new[] { "a", "b" }, ["c", "d"], ["e"] }));
        Assert.That(Now, Is.EqualTo(2));
    }

    [Test]
    public async Task Nothing_is_sent_once_the_batch_is_stopped()
    {
        ChunksHold(1);
        RepliesTake(1);
        using var stop = new CancellationTokenSource(Some.Seconds(0.5), Clock);
        var items = Items("a", "b", "c");

        await SendAsync(items, new BatchOptions { MaxConcurrency = 1, Stop = stop.Token });

        Assert.That(items.Select(item => item.Outcome!.Verdict), Is.EqualTo(new[] { CancellationVerdict.Accepted, CancellationVerdict.NotAttempted, CancellationVerdict.NotAttempted }));
    }

    [Test]
    public void Outcomes_that_came_before_the_token_fired_are_kept()
    {
        ChunksHold(1);
        Client.OnCancel = async (request, token) =>
        {
            await Task.Delay(Some.Seconds(request.Targets[0].Id.Value == "slow" ? 9 : 1), Clock, token).ConfigureAwait(false);
            return CancelReply.ForEach(request, CancelDisposition.Acknowledged);
        };
        using var source = new CancellationTokenSource(Some.Seconds(5), Clock);
        var items = Items("slow", "quick");

        Assert.That(() => SendAsync(items, BatchOptions.Default, source.Token), Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(source.Token));
        Assert.That(items.Select(item => item.Outcome?.Verdict), Is.EqualTo(new CancellationVerdict?[] { null, CancellationVerdict.Accepted }));
    }

    private static BatchItem[] Items(params string[] ids) => [.. ids.Select(id => new BatchItem(id))];

    private Task<bool> SendAsync(BatchItem[] items, BatchOptions options, CancellationToken token = default) => OnClockAsync(async () =>
    {
        await using var sender = new ChunkSender(new BatchRun(Client, options), token);
        await sender.SendAllAsync(items).ConfigureAwait(false);
        return true;
    });
}
