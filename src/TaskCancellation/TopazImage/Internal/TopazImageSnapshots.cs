namespace TaskCancellation.TopazImage;

/// <summary>From the wire to snapshots.</summary>
internal static class TopazImageSnapshots
{
    private const double WholePercent = 100;

    /// <summary>A job as a reply shows it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="serverNow">When the service answered, on its own clock; null when the reply does not say, and then there is no hint.</param>
    /// <param name="raw">The job's JSON, if it is to be kept.</param>
    internal static TaskSnapshot From(JobStatus job, DateTimeOffset? serverNow, ReadOnlyMemory<byte> raw = default)
    {
        var state = TopazImageLifecycle.StateOf(job.Status);
        var task = new TaskSnapshot
        {
            Id = job.ProcessId,
            State = state,
            RawState = job.Status,
            Kind = job.Category,
            Scope = job.SourceId,
            Name = job.Filename,
            EnqueuedAt = TopazImageInstant.From(job.CreationTime),
            Progress = job.Progress is >= 0 and <= WholePercent ? job.Progress / WholePercent : null,
            Details = DetailsOf(job),
            Raw = raw,
        };
        return task.IsTerminal ? task : task with { PollAfter = Until(TopazImageInstant.From(job.Eta), serverNow) };
    }

    /// <summary>What a 204 says, which has no body: this job is canceled.</summary>
    internal static TaskSnapshot Canceled(TaskId id) => new() { Id = id, State = TaskState.Canceled };

    // Both instants are the service's: its clock and ours are never compared.
    private static TimeSpan? Until(DateTimeOffset? expected, DateTimeOffset? serverNow) =>
        expected - serverNow is { } left && left > TimeSpan.Zero
            ? left < TopazImageLimits.LongestPause ? left : TopazImageLimits.LongestPause
            : null;

    private static TopazImageTaskDetails DetailsOf(JobStatus job) => new()
    {
        ModifiedAt = TopazImageInstant.From(job.ModificationTime),
        ExpectedAt = TopazImageInstant.From(job.Eta),
        ModelType = job.ModelType,
        Model = job.Model,
        InputFormat = job.InputFormat,
        InputWidth = job.InputWidth,
        InputHeight = job.InputHeight,
        OutputFormat = job.OutputFormat,
        OutputWidth = job.OutputWidth,
        OutputHeight = job.OutputHeight,
        CropToFill = job.CropToFill,
        SubjectDetection = job.SubjectDetection,
        FaceEnhancement = job.FaceEnhancement,
        FaceEnhancementCreativity = job.FaceEnhancementCreativity,
        FaceEnhancementStrength = job.FaceEnhancementStrength,
        OptionsJson = job.OptionsJson,
        Credits = job.Credits,
    };
}
