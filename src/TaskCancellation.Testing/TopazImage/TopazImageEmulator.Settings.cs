namespace TaskCancellation.Testing.TopazImage;

/// <content>What can be set. What no source says has its alternatives here.</content>
public sealed partial class TopazImageEmulator
{
    /// <summary>Which edition of the API is played.</summary>
    public TopazImageVersion Version { get; init; }

    /// <summary>Turns texts that the real service is only presumed to send into nonsense, to show that nobody relies on them: all messages are among them.</summary>
    public bool ScrambleInferred { get; set; }

    /// <summary>What refusals have for a body.</summary>
    public TopazImageErrorBody ErrorBody { get; set; }

    /// <summary>Whether a job can be cancelled only while Pending; by default while Processing too. The sources disagree.</summary>
    public bool CancelsOnlyPending { get; set; }

    /// <summary>What a cancel of a Cancelled job is answered.</summary>
    public TopazImageRepeatedCancel RepeatedCancel { get; set; }

    /// <summary>Whether a cancelled job costs nothing; otherwise it costs as much as a completed one.</summary>
    public bool RefundsCancelledJobs { get; set; } = true;

    /// <summary>Whether <c>DELETE /status</c> leaves unfinished jobs alone; by default it takes every record.</summary>
    public bool ClearingSparesActive { get; set; }

    /// <summary>How long after its creation a finished job is remembered; null for ever.</summary>
    public TimeSpan? Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The order of lists. A list that was begun is paged on in its own.</summary>
    public TopazImageListOrder ListOrder { get; set; }

    /// <summary>How many jobs a list without pages can have before it times out at the gateway; null for any number.</summary>
    public int? MaxUnpagedJobs { get; set; }

    /// <summary>Whether statuses have a field that nobody has heard of.</summary>
    public bool AddsUnknownFields { get; set; }

    /// <summary>The rate limit; null for none.</summary>
    public TopazImageRateLimit? RateLimit { get; set; }

    /// <summary>Whether the service is so loaded that every request is answered 429.</summary>
    public bool IsOverloaded { get; set; }

    /// <summary>What a 429 has for a Retry-After; null for none, as documented.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Whether every request is answered 500 and nothing is done.</summary>
    public bool HasServerFault { get; set; }

    /// <summary>What jobs made by POST are like, in all that the request does not say.</summary>
    public TopazImageJobOptions NewJobs { get; set; } = new() { Status = Statuses.Pending, StartsAfter = TimeSpan.FromSeconds(5), RunsFor = TimeSpan.FromSeconds(115) };

    /// <summary>Whether there is a valid subscription; without one a POST is answered 412.</summary>
    public bool HasSubscription { get; set; } = true;

    /// <summary>Whether credits are being topped up: a POST that cannot be paid is answered 425 instead of 402.</summary>
    public bool IsToppingUp { get; set; }

    /// <summary>The longest body of a POST; longer ones are answered 413.</summary>
    public int MaxBodyBytes { get; set; } = 500_000_000;

    /// <summary>Runs just before a cancel looks for its job, with the process id.</summary>
    public Action<TopazImageEmulator, string>? BeforeCancel { get; set; }

    /// <summary>Runs when a cancel was accepted and before its answer leaves.</summary>
    public Action<TopazImageEmulator, string>? AfterCancel { get; set; }
}
