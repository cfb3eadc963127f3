using System.Globalization;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>One row of the job table.</summary>
internal sealed class StoredJob(VeevaVaultTask options, long id)
{
    internal VeevaVaultTask Options => options;

    internal long Id => id;

    internal required string Status { get; set; }

    internal required DateTimeOffset CreatedAt { get; init; }

    internal required DateTimeOffset ModifiedAt { get; set; }

    internal DateTimeOffset? QueuedAt { get; set; }

    internal DateTimeOffset? RunStartAt { get; set; }

    internal DateTimeOffset? RunEndAt { get; set; }

    internal int CancelRequests { get; set; }

    /// <summary>Counts the statuses it has had, so that what was planned for an earlier one is seen to be void.</summary>
    internal int Visit { get; set; }

    internal bool IsHeld { get; set; }

    /// <summary>Set when it should have moved on while it was held.</summary>
    internal bool IsOverdue { get; set; }

    internal bool IsRemoved { get; set; }

    /// <summary>A scheduled job stays one when it runs.</summary>
    internal bool IsOfSchedule => options.Status == Statuses.Scheduled;

    internal bool IsEnded => Statuses.IsEnd(Status);

    internal bool IsCancellable =>
        Status == Statuses.Scheduled || (Status is Statuses.Queued or Statuses.Queueing && options.AdminCancellable);

    internal bool IsVisibleTo(Account user) => options.VisibleTo?.Contains(user.Name) != false;

    /// <summary>When it ran, or when it would have had it not been kept waiting or been canceled.</summary>
    internal DateTimeOffset? ShownStartAt => RunStartAt ?? QueuedAt;

    /// <summary>Milliseconds and a Z, even where the instant is told in the vault's time zone.</summary>
    internal string Show(DateTimeOffset instant, TimeSpan vaultOffset) =>
        (instant + (IsOfSchedule ? vaultOffset : TimeSpan.Zero)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    internal VeevaVaultRow ToRow() => new()
    {
        Id = Id,
        Title = options.Title,
        Name = options.Name,
        Type = options.Type,
        Status = Status,
        IsEnded = IsEnded,
        CreatedBy = options.CreatedBy,
        CreatedAt = CreatedAt,
        ModifiedAt = ModifiedAt,
        QueuedAt = QueuedAt,
        RunStartAt = RunStartAt,
        RunEndAt = RunEndAt,
        CancelRequests = CancelRequests,
    };
}
