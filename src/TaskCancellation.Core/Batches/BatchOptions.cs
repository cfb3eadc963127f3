namespace TaskCancellation;

/// <summary>How to cancel a stream of tasks.</summary>
public sealed record BatchOptions
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>The defaults.</summary>
    public static BatchOptions Default { get; } = new();

    /// <summary>How many inputs may be read ahead of the oldest outcome that was not yielded yet; 2,000 by default. It bounds the memory a batch takes, however long the input. With a <see cref="Journal"/>, a larger one saves looks: where the service is looked at by its whole list (<see cref="TaskClientCapabilities.ReadsByFullList"/>), each wave goes over it once.</summary>
    public int Window
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Window must be at least 1.");
    } = 2000;

    /// <summary>The most cancel requests under way at once; 4 by default. The batch goes below it while the service says that it is too much (429, 503), as far as a client's own retries do not get over that by themselves.</summary>
    public int MaxConcurrency
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxConcurrency must be at least 1.");
    } = 4;

    /// <summary>How long ids wait for others to share a request with, where the service takes several and the input is slow; 50 ms by default, zero for not at all.</summary>
    public TimeSpan Linger { get; init => field = Checked(value, nameof(Linger)); } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause when the service asks to slow down, whatever its Retry-After says; one minute by default. What it still refuses after five such pauses is <see cref="CancellationVerdict.Rejected"/>.</summary>
    public TimeSpan MaxPause { get; init => field = Checked(value, nameof(MaxPause)); } = TimeSpan.FromMinutes(1);

    /// <summary>Stops the batch in good order: no further request is begun, what is under way is awaited, and all that was not sent, or that the service had only refused for being too much, is <see cref="CancellationVerdict.NotAttempted"/>, so that there is still one outcome for each input.
    /// The token of the call itself ends the enumeration at once instead, with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Where the batch remembers what it did, so that the same call takes it up again after a crash. None by default. Needs <see cref="RunId"/>.
    /// Positions are then dealt with in waves of at most <see cref="Window"/>, and each task is read before it is canceled: what has ended or is not known needs no request, and what cannot be read is not sent but <see cref="CancellationVerdict.NotAttempted"/>, with the error of the reading.</summary>
    public CancellationJournal? Journal { get; init; }

    /// <summary>The name of the run in the <see cref="Journal"/>: a new one begins a run, a known one goes on with it. The input must be the same then. What has an outcome is yielded from the journal and not sent again, except what was
    /// <see cref="CancellationVerdict.NotAttempted"/> or <see cref="CancellationVerdict.Denied"/>, which is attempted now; what may have been sent when the run was interrupted, or was <see cref="CancellationVerdict.Indeterminate"/>, is read first, and sent again only if that shows no cancel; where that cannot be told it is <see cref="CancellationVerdict.Indeterminate"/>, and read again when the run is taken up once more.
    /// One batch at a time is at a run: another gets a <see cref="JournalConflictException"/> until the enumeration of the first has ended.</summary>
    public string? RunId { get; init; }

    private static TimeSpan Checked(TimeSpan value, string name) =>
        value >= TimeSpan.Zero && value <= LongestPause ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} must be from zero to a day.");
}
