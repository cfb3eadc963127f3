using System.Globalization;

namespace TaskCancellation.Testing.TopazImage;

/// <content>Settings.</content>
public sealed partial class TopazImageEmulator
{
    /// <summary>Gets or sets the version of the API to emulate: <c>1.2.0</c>, the default, or <c>1.1.0</c>, whose lists are always arrays and whose statuses have <c>sync</c> and the face members.</summary>
    /// <exception cref="ArgumentException">There is no such version.</exception>
    public override string Version
    {
        get => Edition.Name;
        set => Edition = TopazImageVersion.Find(value);
    }

    /// <summary>Gets or sets the body of error replies.</summary>
    public TopazImageErrorBody ErrorBody { get; set; }

    /// <summary>Gets or sets a value indicating whether only Pending jobs can be canceled. By default Processing ones can be canceled too: the sources disagree.</summary>
    public bool CancelsOnlyPending { get; set; }

    /// <summary>Gets or sets the answer to a cancel of a job that is already Cancelled.</summary>
    public TopazImageRepeatedCancel RepeatedCancel { get; set; }

    /// <summary>Gets or sets a value indicating whether a canceled job costs nothing; otherwise it costs as much as a completed one.</summary>
    public bool RefundsCanceledJobs { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether <c>DELETE /status</c> skips unfinished jobs; by default it deletes every record.</summary>
    public bool DeletesOnlyFinishedJobs { get; set; }

    /// <summary>Gets or sets how long after its creation a finished job can be read; <see langword="null"/> for ever.</summary>
    public TimeSpan? Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets the order of lists. A list that was started keeps its order across pages.</summary>
    public TopazImageListOrder ListOrder { get; set; }

    /// <summary>Gets or sets how many jobs a list without pages can have before it times out at the gateway; <see langword="null"/> for any number.</summary>
    public int? MaxUnpagedJobs { get; set; }

    /// <summary>Gets or sets a value indicating whether statuses have an undocumented member.</summary>
    public bool AddsUnknownFields { get; set; }

    /// <summary>Gets or sets the rate limit; <see langword="null"/> for none.</summary>
    public TopazImageRateLimit? RateLimit { get; set; }

    /// <summary>Gets or sets a value indicating whether every request is answered 429.</summary>
    public bool IsOverloaded { get; set; }

    /// <summary>Gets or sets the Retry-After of a 429; <see langword="null"/> for none, as documented.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Gets or sets a value indicating whether every request is answered 500 without an effect.</summary>
    public bool HasServerFault { get; set; }

    /// <summary>Gets or sets what jobs created over HTTP are like, in everything that the request does not say.</summary>
    public TopazImageTask NewTasks { get; set; } = new() { State = TopazImageStates.Pending, StartDelay = TimeSpan.FromSeconds(5), RunDuration = TimeSpan.FromSeconds(115) };

    /// <summary>Gets or sets a value indicating whether there is a valid subscription. Without one a POST is answered 412.</summary>
    public bool HasSubscription { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether credits are being topped up. A POST without enough credits is then answered 425 instead of 402.</summary>
    public bool IsToppingUp { get; set; }

    /// <summary>Gets or sets the longest body of a POST. Longer ones are answered 413.</summary>
    public int MaxBodyBytes { get; set; } = 500_000_000;

    /// <inheritdoc/>
    protected override IReadOnlyList<EmulatorSetting> ServiceSettings =>
    [
        EmulatorSetting.Of("version", "The version of the API to emulate: 1.2.0 or 1.1.0.", () => Version, value => Version = value),
        EmulatorSetting.OfEnum("errorBody", "The body of error replies.", () => ErrorBody, value => ErrorBody = value),
        EmulatorSetting.Of("cancelsOnlyPending", "Whether only Pending jobs can be canceled.", () => CancelsOnlyPending, value => CancelsOnlyPending = value),
        EmulatorSetting.OfEnum("repeatedCancel", "The answer to a cancel of a job that is already Cancelled.", () => RepeatedCancel, value => RepeatedCancel = value),
        EmulatorSetting.Of("refundsCanceledJobs", "Whether a canceled job costs nothing.", () => RefundsCanceledJobs, value => RefundsCanceledJobs = value),
        EmulatorSetting.Of("deletesOnlyFinishedJobs", "Whether DELETE /status skips unfinished jobs.", () => DeletesOnlyFinishedJobs, value => DeletesOnlyFinishedJobs = value),
        EmulatorSetting.OfOptional<TimeSpan>("retention", "How long after its creation a finished job can be read; empty for ever.", () => Retention, value => Retention = value),
        EmulatorSetting.OfEnum("listOrder", "The order of lists.", () => ListOrder, value => ListOrder = value),
        EmulatorSetting.OfOptional<int>("maxUnpagedJobs", "How many jobs a list without pages can have before it times out at the gateway; empty for any number.", () => MaxUnpagedJobs, value => MaxUnpagedJobs = value),
        EmulatorSetting.Of("addsUnknownFields", "Whether statuses have an undocumented member.", () => AddsUnknownFields, value => AddsUnknownFields = value),
        EmulatorSetting.OfOptional<int>("rateLimit.requests", "The requests of one account in a window; empty for any number.", () => RateLimit?.Requests, value => RateLimit = value is { } requests ? new(requests, RateLimit?.Window ?? TimeSpan.FromMinutes(1)) : null),
        EmulatorSetting.OfOptional<TimeSpan>("rateLimit.window", "The length of a window; empty for no limit.", () => RateLimit?.Window, value => RateLimit = value is { } window ? new(RateLimit?.Requests ?? 1, window) : null),
        EmulatorSetting.Of("isOverloaded", "Whether every request is answered 429.", () => IsOverloaded, value => IsOverloaded = value),
        EmulatorSetting.OfOptional<TimeSpan>("retryAfter", "The Retry-After of a 429; empty for none, as documented.", () => RetryAfter, value => RetryAfter = value),
        EmulatorSetting.Of("hasServerFault", "Whether every request is answered 500.", () => HasServerFault, value => HasServerFault = value),
        EmulatorSetting.OfOptional<TimeSpan>("newTasks.startDelay", "How long a job created over HTTP is Pending; empty to wait until it is started.", () => NewTasks.StartDelay, value => NewTasks = NewTasks with { StartDelay = value }),
        EmulatorSetting.OfOptional<TimeSpan>("newTasks.runDuration", "How long a job created over HTTP is Processing; empty to run until a hook or a cancel ends it.", () => NewTasks.RunDuration, value => NewTasks = NewTasks with { RunDuration = value }),
        EmulatorSetting.Of("newTasks.ending", "The status that a job created over HTTP ends with: Completed or Failed.", () => NewTasks.Ending, value => NewTasks = NewTasks with { Ending = value }),
        EmulatorSetting.OfEnum("newTasks.cancelEnding", "What a cancel of a job created over HTTP leads to.", () => NewTasks.CancelEnding, value => NewTasks = NewTasks with { CancelEnding = value }),
        EmulatorSetting.Of("hasSubscription", "Whether there is a valid subscription; without one a POST is answered 412.", () => HasSubscription, value => HasSubscription = value),
        EmulatorSetting.Of("isToppingUp", "Whether a POST without enough credits is answered 425 instead of 402.", () => IsToppingUp, value => IsToppingUp = value),
        EmulatorSetting.Of("maxBodyBytes", "The longest body of a POST; longer ones are answered 413.", () => MaxBodyBytes, value => MaxBodyBytes = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("start", "Starts a Pending job; id is required.", ["id"], values => Start(values["id"])),
        new("requeue", "Returns a Processing job to Pending, as after a failed attempt; id is required.", ["id"], values => Requeue(values["id"])),
        new("setState", "Sets any state; id and state are required.", ["id", "state"], values => SetState(values["id"], values["state"])),
        new("setEta", "Changes when a job is expected to end, to an instant such as 2026-01-31T12:00:00Z; id and eta are required.", ["id", "eta"], values => SetEta(values["id"], DateTimeOffset.Parse(values["eta"], CultureInfo.InvariantCulture))),
        new("setCredits", "Sets the total credits of an account, reservations included; total is required, and the account is \"default\" when not given.", ["total", "account"], values => SetCredits(int.Parse(values["total"], CultureInfo.InvariantCulture), values.GetValueOrDefault("account", DefaultAccount))),
    ];

    internal TopazImageVersion Edition { get; private set; } = TopazImageVersion.All[0];
}
