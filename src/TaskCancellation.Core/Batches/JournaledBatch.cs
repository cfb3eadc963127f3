using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>A batch that a journal remembers, wave by wave.</summary>
internal static class JournaledBatch
{
    internal static async IAsyncEnumerable<CancellationOutcome> RunAsync(
        BatchRun run, IAsyncEnumerable<TaskTarget> targets, CancellationJournal journal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (client, options) = (run.Client, run.Options);
        var reader = new ChunkReader<TaskTarget>(targets, options.Window, options.Linger, client.TimeProvider, cancellationToken);
        await using var reading = reader.ConfigureAwait(false);
        var opened = new JournalRun { Id = options.RunId!, ServiceName = client.Capabilities.ServiceName, Endpoint = client.Endpoint };
        var lease = await journal.OpenRunAsync(opened, cancellationToken).ConfigureAwait(false);
        await using var leased = lease.ConfigureAwait(false);
        for (var position = 0L; await reader.ReadAsync().ConfigureAwait(false) is { Count: > 0 } read; position += read.Count)
        {
            var entries = await journal.ReadAsync(opened.Id, position, read.Count, cancellationToken).ConfigureAwait(false);
            var chunk = new JournalChunk(run, position, read, entries);
            await chunk.RunAsync(journal, cancellationToken).ConfigureAwait(false);
            foreach (var outcome in chunk.Outcomes)
            {
                yield return outcome;
                cancellationToken.ThrowIfCancellationRequested();
            }

            chunk.ThrowIfConflicting();
        }

        reader.ThrowIfFailed();
    }
}
