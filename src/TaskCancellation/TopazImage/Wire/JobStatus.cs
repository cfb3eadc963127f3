namespace TaskCancellation.TopazImage;

/// <summary>A job as the service writes it. Only what a client cannot do without is required: versions of the API differ in the rest.</summary>
internal sealed record JobStatus
{
    public required string ProcessId { get; init; }

    public string? SourceId { get; init; }

    public string? Filename { get; init; }

    public string? InputFormat { get; init; }

    public int? InputHeight { get; init; }

    public int? InputWidth { get; init; }

    public string? OutputFormat { get; init; }

    public int? OutputHeight { get; init; }

    public int? OutputWidth { get; init; }

    public string? Category { get; init; }

    public string? ModelType { get; init; }

    public string? Model { get; init; }

    public string? SubjectDetection { get; init; }

    public bool? FaceEnhancement { get; init; }

    public double? FaceEnhancementCreativity { get; init; }

    public double? FaceEnhancementStrength { get; init; }

    public bool? CropToFill { get; init; }

    public string? OptionsJson { get; init; }

    public required string Status { get; init; }

    /// <summary>In percent.</summary>
    public double? Progress { get; init; }

    /// <summary>In seconds since 1970: an instant, not a duration.</summary>
    public long? Eta { get; init; }

    /// <summary>In seconds since 1970.</summary>
    public long? CreationTime { get; init; }

    /// <summary>In seconds since 1970.</summary>
    public long? ModificationTime { get; init; }

    public long? Credits { get; init; }
}
