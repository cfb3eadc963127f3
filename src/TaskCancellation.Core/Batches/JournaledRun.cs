using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation;

/// <summary>The run that an outcome of a journaled batch belongs to: where its end is written when a wait learns it.</summary>
/// <param name="journal">The journal.</param>
/// <param name="run">The run.</param>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim holds nothing to release unless its wait handle is asked for.")]
internal sealed class JournaledRun(CancellationJournal journal, JournalRun run)
{
    private readonly SemaphoreSlim writing = new(1);
    private bool isOpen = true;

    /// <summary>The batch has ended, and with it its hold on the run: a later write opens the run for itself.</summary>
    internal void Release() => Volatile.Write(ref isOpen, false);

    /// <summary>Writes outcomes over those that the batch wrote, all or none.</summary>
    internal async Task WriteAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var lease = Volatile.Read(ref isOpen) ? null : await journal.OpenRunAsync(run, cancellationToken).ConfigureAwait(false);
            try
            {
                await journal.WriteAsync(run.Id, entries, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (lease is not null)
                {
                    await lease.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
        finally
        {
            writing.Release();
        }
    }
}

/// <summary>The place of an outcome in a journal. All places are equal: it belongs to the batch, not to what the outcome says.</summary>
/// <param name="At">The place; null for an outcome of no journaled batch.</param>
internal readonly record struct JournalPlace(JournalPlace.Entry? At)
{
    public bool Equals(JournalPlace other) => true;

    public override int GetHashCode() => 0;

    /// <param name="Run">The run.</param>
    /// <param name="Position">The position in its input.</param>
    internal sealed record Entry(JournaledRun Run, long Position);
}
