namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>A journal with something to happen before a write, and whose process may be gone from a write on: it writes nothing more then.</summary>
internal sealed class MortalJournal(CancellationJournal inner) : CancellationJournal
{
    private bool isDead;

    /// <summary>How many writes there were.</summary>
    internal int Writes { get; private set; }

    /// <summary>Done before each write, with its number from 1.</summary>
    internal Func<int, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>Done after each write.</summary>
    internal Func<int, Task> After { get; init; } = _ => Task.CompletedTask;

    public override ValueTask<IAsyncDisposable> OpenRunAsync(JournalRun run, CancellationToken cancellationToken = default) => inner.OpenRunAsync(run, cancellationToken);

    public override ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string runId, long from, int count, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(runId, from, count, cancellationToken);

    public override async ValueTask WriteAsync(string runId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default)
    {
        Writes++;
        await LiveAsync(Before);
        await inner.WriteAsync(runId, entries, cancellationToken);
        await LiveAsync(After);
    }

    private async Task LiveAsync(Func<int, Task> step)
    {
        if (!isDead)
        {
            try
            {
                await step(Writes);
                return;
            }
            catch (DeathException)
            {
                isDead = true;
            }
        }

        throw new DeathException();
    }
}

/// <summary>The process ends here.</summary>
internal sealed class DeathException : Exception;
