namespace TaskCancellation.Testing.TopazImage;

/// <summary>One job of the store.</summary>
internal sealed class TopazImageStoredTask(TopazImageTask options, string id, long number)
{
    internal TopazImageTask Options => options;

    internal string Id => id;

    /// <summary>Its place in the order of creation.</summary>
    internal long Number => number;

    internal required string Status { get; set; }

    internal required DateTimeOffset CreatedAt { get; init; }

    internal required DateTimeOffset ModifiedAt { get; set; }

    internal required DateTimeOffset Eta { get; set; }

    /// <summary>Percent done when its status last changed.</summary>
    internal int Progress { get; set; } = options.Progress;

    internal DateTimeOffset StartedAt { get; set; }

    internal int Attempt { get; set; } = 1;

    internal int Cancels { get; set; }

    /// <summary>Counts changes of status: what was planned before one is void.</summary>
    internal int Epoch { get; set; }

    /// <summary>Held jobs neither start nor end by themselves.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>What would have happened but for the hold.</summary>
    internal Action? Overdue { get; set; }

    internal bool IsActive => TopazImageStates.IsActive(Status);

    // Without a delay it is visible even when the server's clock is set back behind its creation.
    internal bool IsVisible(DateTimeOffset now) => options.VisibilityDelay == TimeSpan.Zero || now >= CreatedAt + options.VisibilityDelay;

    /// <summary>Percent done; an attempt that is not over never reads 100.</summary>
    internal int ProgressAt(DateTimeOffset now) => Status == TopazImageStates.Processing && options.RunDuration is { Ticks: > 0 } length
        ? Math.Clamp((int)((now - StartedAt) * 100 / length), Math.Min(Progress, 99), 99)
        : Progress;

    internal TopazImageRow ToRow(DateTimeOffset now) => new()
    {
        Id = Id,
        Account = options.Account,
        State = Status,
        Progress = ProgressAt(now),
        FileName = options.FileName,
        Category = options.Category,
        Model = options.Model,
        Credits = options.Credits,
        CreatedAt = WholeSeconds(CreatedAt),
        UpdatedAt = WholeSeconds(ModifiedAt),
        Eta = WholeSeconds(Eta),
        Attempt = Attempt,
        CancelCount = Cancels,
        IsHeld = IsHeld,
    };

    private static DateTimeOffset WholeSeconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}

/// <summary>The documented statuses.</summary>
internal static class TopazImageStates
{
    internal const string Pending = "Pending";
    internal const string Processing = "Processing";
    internal const string Completed = "Completed";
    internal const string Canceled = "Cancelled";
    internal const string Failed = "Failed";

    internal static bool IsActive(string status) => status is Pending or Processing;

    internal static bool IsEnd(string status) => status is Completed or Canceled or Failed;
}
