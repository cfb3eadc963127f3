using System.Diagnostics;

namespace TaskCancellation.Probes;

/// <summary>A journal that kills its own process before or after the nth write: on Unix with SIGKILL, which nothing can catch or tidy up after.</summary>
internal sealed class LethalJournal(CancellationJournal inner, int? before, int? after) : CancellationJournal
{
    /// <summary>How many writes there were.</summary>
    internal int Writes { get; private set; }

    public override ValueTask<IAsyncDisposable> OpenRunAsync(JournalRun run, CancellationToken cancellationToken = default) => inner.OpenRunAsync(run, cancellationToken);

    public override ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string runId, long from, int count, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(runId, from, count, cancellationToken);

    public override async ValueTask WriteAsync(string runId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default)
    {
        Writes++;
        await DieAtAsync(before);
        await inner.WriteAsync(runId, entries, cancellationToken);
        await DieAtAsync(after);
    }

    private async Task DieAtAsync(int? write)
    {
        if (Writes == write)
        {
            Process.GetCurrentProcess().Kill();

            // The signal is on its way; nothing more happens here.
            await new TaskCompletionSource().Task;
        }
    }
}
