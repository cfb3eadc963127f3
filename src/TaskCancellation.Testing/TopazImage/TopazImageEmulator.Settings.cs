using System.Globalization;

namespace TaskCancellation.Testing.TopazImage;

/// <content>What can be set. What no source says has its alternatives here.</content>
public sealed partial class TopazImageEmulator
{
    /// <summary>Which edition of the API is played: <c>1.2.0</c>, the default, or <c>1.1.0</c>, whose lists are always arrays and whose statuses have <c>sync</c> and the face fields.</summary>
    /// <exception cref="ArgumentException">There is no such edition.</exception>
    public override string Version
    {
        get => Edition.Name;
        set => Edition = TopazImageVersion.Find(value);
    }

    /// <summary>What refusals have for a body.</summary>
    public TopazImageErrorBody ErrorBody { get; set; }

    /// <summary>Whether a job can be cancelled only while Pending; by default while Processing too. The sources disagree.</summary>
    public bool CancelsOnlyPending { get; set; }

    /// <summary>What a cancel of a Cancelled job is answered.</summary>
    public TopazImageRepeatedCancel RepeatedCancel { get; set; }

    /// <summary>Whether a cancelled job costs nothing; otherwise it costs as much as a completed one.</summary>
    public bool RefundsCanceledJobs { get; set; } = true;

    /// <summary>Whether <c>DELETE /status</c> leaves unfinished jobs alone; by default it takes every record.</summary>
    public bool DeletesOnlyFinishedJobs { get; set; }

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
    public TopazImageTask NewTasks { get; set; } = new() { State = TopazImageStates.Pending, StartDelay = TimeSpan.FromSeconds(5), RunDuration = TimeSpan.FromSeconds(115) };

    /// <summary>Whether there is a valid subscription; without one a POST is answered 412.</summary>
    public bool HasSubscription { get; set; } = true;

    /// <summary>Whether credits are being topped up: a POST that cannot be paid is answered 425 instead of 402.</summary>
    public bool IsToppingUp { get; set; }

    /// <summary>The longest body of a POST; longer ones are answered 413.</summary>
    public int MaxBodyBytes { get; set; } = 500_000_000;

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorSetting> Settings =>
    [
        EmulatorSetting.Of("version", "The edition of the API: 1.2.0 or 1.1.0.", () => Version, value => Version = value),
        EmulatorSetting.OfEnum("errorBody", "What refusals have for a body.", () => ErrorBody, value => ErrorBody = value),
        EmulatorSetting.Of("cancelsOnlyPending", "Whether a job can be cancelled only while Pending.", () => CancelsOnlyPending, value => CancelsOnlyPending = value),
        EmulatorSetting.OfEnum("repeatedCancel", "What a cancel of a Cancelled job is answered.", () => RepeatedCancel, value => RepeatedCancel = value),
        EmulatorSetting.Of("refundsCancelledJobs", "Whether a cancelled job costs nothing.", () => RefundsCanceledJobs, value => RefundsCanceledJobs = value),
        EmulatorSetting.Of("clearingSparesActive", "Whether DELETE /status leaves unfinished jobs alone.", () => DeletesOnlyFinishedJobs, value => DeletesOnlyFinishedJobs = value),
        EmulatorSetting.OfOptional<TimeSpan>("retention", "How long after its creation a finished job is remembered; empty for ever.", () => Retention, value => Retention = value),
        EmulatorSetting.OfEnum("listOrder", "The order of lists.", () => ListOrder, value => ListOrder = value),
        EmulatorSetting.OfOptional<int>("maxUnpagedJobs", "How many jobs a list without pages can have before it times out at the gateway; empty for any number.", () => MaxUnpagedJobs, value => MaxUnpagedJobs = value),
        EmulatorSetting.Of("addsUnknownFields", "Whether statuses have a field that nobody has heard of.", () => AddsUnknownFields, value => AddsUnknownFields = value),
        EmulatorSetting.OfOptional<int>("rateLimit.requests", "How many requests an account may make in a window; empty for any number.", () => RateLimit?.Requests, value => RateLimit = value is { } requests ? new(requests, RateLimit?.Window ?? TimeSpan.FromMinutes(1)) : null),
        EmulatorSetting.OfOptional<TimeSpan>("rateLimit.window", "How long such a window is; empty for no limit.", () => RateLimit?.Window, value => RateLimit = value is { } window ? new(RateLimit?.Requests ?? 1, window) : null),
        EmulatorSetting.Of("isOverloaded", "Whether every request is answered 429.", () => IsOverloaded, value => IsOverloaded = value),
        EmulatorSetting.OfOptional<TimeSpan>("retryAfter", "What a 429 has for a Retry-After; empty for none, as documented.", () => RetryAfter, value => RetryAfter = value),
        EmulatorSetting.Of("hasServerFault", "Whether every request is answered 500.", () => HasServerFault, value => HasServerFault = value),
        EmulatorSetting.OfOptional<TimeSpan>("newTasksStartAfter", "How long a job made by POST is Pending; empty to wait until told.", () => NewTasks.StartDelay, value => NewTasks = NewTasks with { StartDelay = value }),
        EmulatorSetting.OfOptional<TimeSpan>("newTasksRunFor", "How long a job made by POST is Processing; empty to run until finished.", () => NewTasks.RunDuration, value => NewTasks = NewTasks with { RunDuration = value }),
        EmulatorSetting.OfEnum("newTasksEnd", "How a job made by POST ends by itself.", () => NewTasks.Ending, value => NewTasks = NewTasks with { Ending = value }),
        EmulatorSetting.OfEnum("newTasksCancelEnds", "What a cancel of a job made by POST comes to.", () => NewTasks.CancelEnding, value => NewTasks = NewTasks with { CancelEnding = value }),
        EmulatorSetting.Of("hasSubscription", "Whether there is a valid subscription; without one a POST is answered 412.", () => HasSubscription, value => HasSubscription = value),
        EmulatorSetting.Of("isToppingUp", "Whether a POST that cannot be paid is answered 425 instead of 402.", () => IsToppingUp, value => IsToppingUp = value),
        EmulatorSetting.Of("maxBodyBytes", "The longest body of a POST; longer ones are answered 413.", () => MaxBodyBytes, value => MaxBodyBytes = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("start", "Lets a Pending job start. The id is needed.", ["id"], values => Start(values["id"])),
        new("requeue", "Puts a Processing job back to Pending, as after an attempt that went wrong. The id is needed.", ["id"], values => Requeue(values["id"])),
        new("setStatus", "Sets a status by hand, any text. Both are needed.", ["id", "status"], values => SetState(values["id"], values["status"])),
        new("setEta", "Changes when a job is expected to end: an instant such as 2026-01-31T12:00:00Z. Both are needed.", ["id", "eta"], values => SetEta(values["id"], DateTimeOffset.Parse(values["eta"], CultureInfo.InvariantCulture))),
        new("setCredits", "Sets what an account has in all, reservations included. The total is needed; the account is \"default\" unless said.", ["total", "account"], values => SetCredits(int.Parse(values["total"], CultureInfo.InvariantCulture), values.GetValueOrDefault("account", DefaultAccount))),
    ];

    internal TopazImageVersion Edition { get; private set; } = TopazImageVersion.All[0];
}
