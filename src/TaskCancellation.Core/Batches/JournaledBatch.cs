using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>A batch whose intents and outcomes are written to a journal, chunk by chunk.</summary>
internal static class JournaledBatch
{
    internal static async IAsyncEnumerable<CancellationOutcome> RunAsync(
        TaskClient client, IAsyncEnumerable<TaskTarget> targets, BatchOptions options, CancellationJournal journal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new BatchRun(client, options);
        var reader = new ChunkReader<TaskTarget>(targets, options.Window, options.Linger, client.TimeProvider, cancellationToken);
        await using var reading = reader.ConfigureAwait(false);
        var opened = new JournalRun { Id = options.RunId!, ServiceName = client.Capabilities.ServiceName, Endpoint = client.Endpoint };
        var lease = await journal.OpenRunAsync(opened, cancellationToken).ConfigureAwait(false);
        await using var leased = lease.ConfigureAwait(false);
        var held = new JournaledRun(journal, opened);
        using var release = new Releaser(held);
        for (var position = 0L; await reader.ReadAsync().ConfigureAwait(false) is { Count: > 0 } read; position += read.Count)
        {
            var entries = await journal.ReadAsync(opened.Id, position, read.Count, cancellationToken).ConfigureAwait(false);
            var chunk = new JournalChunk(run, position, read, entries);
            await chunk.RunAsync(journal, cancellationToken).ConfigureAwait(false);
            foreach (var (at, outcome) in chunk.Outcomes.Index())
            {
                yield return outcome.IsOpen ? outcome with { Place = new JournalPlace(new JournalPlace.Entry(held, position + at)) } : outcome;
                cancellationToken.ThrowIfCancellationRequested();
            }

            chunk.ThrowIfFailed();
        }

        reader.ThrowIfFailed();
    }

    private readonly struct Releaser(JournaledRun run) : IDisposable
    {
        public void Dispose() => run.Release();
    }
}

/// <summary>Reads a stream in chunks: the items that are ready, up to a size, and those that follow soon.</summary>
internal sealed class ChunkReader<T> : IAsyncDisposable
{
    private readonly TimeProvider clock;
    private readonly int size;
    private readonly TimeSpan linger;
    private readonly CancellationToken token;
    private readonly CancellationTokenSource life;
    private readonly PrefetchReader<T> input;
    private readonly CancellationTokenTaskSource ended;
    private readonly WakeSignal wake = new();
    private readonly ReusableTimer timer;
    private Task? awaited;

    /// <summary>Initializes a new instance. Nothing is read yet.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="size">The most items in a chunk.</param>
    /// <param name="linger">How long a chunk waits for more after its first item.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal ChunkReader(IAsyncEnumerable<T> source, int size, TimeSpan linger, TimeProvider clock, CancellationToken cancellationToken)
    {
        this.clock = clock;
        this.size = size;
        this.linger = linger;
        token = cancellationToken;
        life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        input = new PrefetchReader<T>(source, life.Token);
        ended = new CancellationTokenTaskSource(cancellationToken);
        timer = new ReusableTimer(clock, wake.Set);
        wake.SetBy(ended.Task);
    }

    /// <summary>The next chunk; empty at the end.</summary>
    internal async Task<IReadOnlyList<T>> ReadAsync()
    {
        var chunk = new List<T>();
        var begun = clock.GetTimestamp();
        while (chunk.Count < size)
        {
            token.ThrowIfCancellationRequested();
            if (await input.TryReadAsync().ConfigureAwait(false))
            {
                begun = chunk.Count == 0 ? clock.GetTimestamp() : begun;
                chunk.Add(input.Current);
                continue;
            }

            var left = linger - clock.GetElapsedTime(begun);
            if (input.HasEnded || (chunk.Count > 0 && left <= TimeSpan.Zero))
            {
                break;
            }

            if (input.Pending != awaited)
            {
                awaited = input.Pending;
                wake.SetBy(awaited!);
            }

            if (chunk.Count > 0)
            {
                timer.Start(left);
            }

            await wake.WaitAsync().ConfigureAwait(false);
        }

        return chunk;
    }

    /// <summary>Throws what ended the stream early, if anything did.</summary>
    internal void ThrowIfFailed() => input.ThrowIfFailed();

    public async ValueTask DisposeAsync()
    {
        if (!input.HasEnded)
        {
            life.Cancel();
        }

        timer.Dispose();
        ended.Dispose();
        await input.DisposeAsync().ConfigureAwait(false);
        life.Dispose();
    }
}
