using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>Cancels a stream of targets: reads ahead within the window, hands the targets to a sender, and yields the outcomes in input order. All of it happens while the consumer asks for the next outcome.</summary>
internal sealed class BatchCancellation : IAsyncDisposable
{
    private readonly BatchRun run;
    private readonly BatchWindow window;
    private readonly ChunkSender sender;
    private readonly PrefetchReader<TaskTarget> input;
    private readonly InputWaitTime inputWait;
    private readonly CancellationTokenSource life;

    private BatchCancellation(BatchRun run, IAsyncEnumerable<TaskTarget> targets, CancellationToken cancellationToken)
    {
        this.run = run;
        life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        window = new BatchWindow(run.Options.Window, run.Client);
        sender = new ChunkSender(run, cancellationToken);
        input = new PrefetchReader<TaskTarget>(targets, life.Token);
        inputWait = new InputWaitTime(run.Client.TimeProvider);
    }

    private bool IsDone => input.HasEnded && window.IsEmpty;

    // Whether another input is ready is known only once it has been asked for.
    private bool MayReadOn => !input.HasEnded && !window.IsFull && input.Pending is null;

    // An open chunk waits for more ids as long as some may come: a full window has room again once an outcome is taken from it. A slow consumer is no reason to send it.
    private TimeSpan OpenChunkDue =>
        input.HasEnded ? TimeSpan.Zero :
        !window.IsFull ? run.Options.Linger - inputWait.Total :
        !sender.HasInFlight && !window.HasResolved ? TimeSpan.Zero : TimeSpan.MaxValue;

    /// <summary>Checks the options, without I/O, and returns the stream of outcomes: one for each target, in order. Each enumeration is a batch of its own.</summary>
    internal static IAsyncEnumerable<CancellationOutcome> Create(TaskClient client, IAsyncEnumerable<TaskTarget> targets, BatchOptions options, CancellationToken cancellationToken) =>
        options.Journal is not { } journal ? RunAsync(client, targets, options, cancellationToken)
            : !string.IsNullOrWhiteSpace(options.RunId) ? JournaledBatch.RunAsync(client, targets, options, journal, cancellationToken)
            : throw new ArgumentException("A batch with a journal needs a RunId, by which the journal knows it again.", nameof(options));

    public async ValueTask DisposeAsync()
    {
        if (!IsDone)
        {
            life.Cancel();
        }

        await sender.DisposeAsync().ConfigureAwait(false);
        await input.DisposeAsync().ConfigureAwait(false);
        life.Dispose();
    }

    private static async IAsyncEnumerable<CancellationOutcome> RunAsync(
        TaskClient client, IAsyncEnumerable<TaskTarget> targets, BatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new BatchCancellation(new BatchRun(client, options), targets, cancellationToken);
        await using var _ = batch.ConfigureAwait(false);
        while (!batch.IsDone)
        {
            await batch.StepAsync().ConfigureAwait(false);
            var hasYielded = false;
            while (batch.window.TryTake(out var outcome))
            {
                yield return outcome;
                cancellationToken.ThrowIfCancellationRequested();
                hasYielded = true;

                // A slow consumer does not keep a slot empty.
                if (batch.sender.HasCompleted)
                {
                    break;
                }
            }

            if (!hasYielded && !batch.IsDone)
            {
                await batch.sender.WaitAsync(batch.OpenChunkDue, batch.input.Pending).ConfigureAwait(false);
                batch.inputWait.Waited();
            }
        }

        batch.input.ThrowIfFailed();
    }

    /// <summary>Does everything that can be done without waiting.</summary>
    private async ValueTask StepAsync()
    {
        // All that is ready is read before anything is yielded, so that what shares a request does not depend on how soon replies come.
        bool hasRead;
        do
        {
            await sender.CollectAsync().ConfigureAwait(false);
            hasRead = !window.IsFull && await input.TryReadAsync().ConfigureAwait(false);
            if (hasRead)
            {
                inputWait.Ready();
                Add(input.Current);
            }
            else if (input.Pending is not null)
            {
                inputWait.NotReady();
            }

            sender.SendClosed();
            if (!MayReadOn && OpenChunkDue <= TimeSpan.Zero)
            {
                sender.SendOpen();
            }
        }
        while (hasRead);
    }

    private void Add(TaskTarget target)
    {
        if (window.Add(target) is not { } item)
        {
            return;
        }

        item.Outcome = BatchOutcomes.FindMalformed(run.Client, target);
        if (item.Outcome is null && sender.Add(item))
        {
            inputWait.Begin();
        }
    }
}

/// <summary>What lasts as long as a batch: the engine, its pace, and whether the credential still holds.</summary>
internal sealed class BatchRun(TaskClient client, BatchOptions options)
{
    internal TaskClient Client => client;

    internal BatchOptions Options => options;

    internal CancelEngine Engine { get; } = new(client, CancelOptions.Default);

    internal AdaptiveConcurrencyLimiter Limiter { get; } = new(client.TimeProvider, options);

    /// <summary>The refusal of the credential, once there was one: nothing more is sent with it.</summary>
    internal TaskRequestException? Refusal { get; private set; }

    /// <summary>Records a failure, if there was one.</summary>
    internal void Record(TaskRequestException? failure) => Refusal ??= failure is { RejectsCredential: true } ? failure : null;
}
