namespace TaskCancellation;

/// <summary>Options for canceling a stream of tasks.</summary>
public sealed record BatchOptions
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>Gets the default options.</summary>
    public static BatchOptions Default { get; } = new();

    /// <summary>Gets how many inputs may be read ahead of the oldest outcome that has not been yielded. The default is 2,000.</summary>
    /// <remarks>The window bounds the memory of a batch of any length. With a <see cref="Journal"/>, a larger window saves reads: where the service is read by its full list (<see cref="TaskClientCapabilities.ReadsByFullList"/>), each window reads that list once.</remarks>
    public int Window
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Window must be at least 1.");
    } = 2000;

    /// <summary>Gets the largest number of cancel requests in flight. The default is 4.</summary>
    /// <remarks>The batch stays below this number while the service reports that it receives too many requests (429, 503), as far as the client's own retries do not resolve that.</remarks>
    public int MaxConcurrency
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxConcurrency must be at least 1.");
    } = 4;

    /// <summary>Gets how long an id waits for others to share a request with. The default is 50 milliseconds.</summary>
    /// <remarks>Applies where the service accepts several ids in one request and the input is slow. Zero turns it off.</remarks>
    public TimeSpan Linger { get; init => field = Checked(value, nameof(Linger)); } = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets the longest pause when the service asks for fewer requests, whatever its Retry-After. The default is one minute.</summary>
    /// <remarks>A request that the service still refuses after five such pauses is <see cref="CancellationVerdict.Rejected"/>.</remarks>
    public TimeSpan MaxPause { get; init => field = Checked(value, nameof(MaxPause)); } = TimeSpan.FromMinutes(1);

    /// <summary>Gets a token that ends the batch in an orderly way.</summary>
    /// <remarks>When it fires, no further request is started and requests in flight are awaited. Everything that was not sent, or that the service had only refused because of too many requests, is <see cref="CancellationVerdict.NotAttempted"/>, so that each input still has one outcome. The cancellation token of the call itself ends the enumeration immediately instead, with an <see cref="OperationCanceledException"/>.</remarks>
    public CancellationToken Stop { get; init; }

    /// <summary>Gets the journal that records the progress of the batch. The default, <see langword="null"/>, keeps no record.</summary>
    /// <remarks>With a journal, the same call resumes the batch after a crash. A <see cref="RunId"/> is required. Positions are then processed in chunks of at most <see cref="Window"/>, and each task is read before it is canceled: a task that has ended or is not known needs no request, and a task that cannot be read is <see cref="CancellationVerdict.NotAttempted"/> with the error of the read.</remarks>
    public CancellationJournal? Journal { get; init; }

    /// <summary>Gets the name of the run in the <see cref="Journal"/>.</summary>
    /// <remarks>
    /// <para>A new name starts a run; a known name resumes it. The input must then be the same. Only one batch can use a run at a time: any other batch gets a <see cref="JournalConflictException"/> until the enumeration of the first has ended.</para>
    /// <para>Outcomes in the journal are yielded and not sent again, except <see cref="CancellationVerdict.NotAttempted"/> and <see cref="CancellationVerdict.Denied"/>, which are attempted now.</para>
    /// <para>What may have been sent when the run was interrupted, and what was <see cref="CancellationVerdict.Indeterminate"/>, is read first and sent again only when the read shows no cancellation. Where that cannot be determined, the outcome is <see cref="CancellationVerdict.Indeterminate"/>, and it is read again when the run is resumed once more.</para>
    /// </remarks>
    public string? RunId { get; init; }

    private static TimeSpan Checked(TimeSpan value, string name) =>
        value >= TimeSpan.Zero && value <= LongestPause ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} must be from zero to a day.");
}
