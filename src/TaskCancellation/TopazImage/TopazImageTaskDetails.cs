namespace TaskCancellation.TopazImage;

/// <summary>What only the Topaz Image API knows of a job. Made by reads; in tests, by an object initializer. The reply to a cancel has no body, so that the snapshot made of it has no details.</summary>
/// <remarks>API: https://developer.topazlabs.com/reference/image/status. Times are instants on the service's clock, in whole seconds. Older versions of the API have other members; what a reply leaves out is null.</remarks>
public sealed record TopazImageTaskDetails : TaskDetails
{
    /// <summary>When the job's record was last changed. The nearest thing to the time of its end.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>When the service expects the job to end: an instant on its clock, not a duration. See <see cref="TaskSnapshot.PollAfter"/> for the time until then.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>The kind of model: <c>GAN</c>.</summary>
    public string? ModelType { get; init; }

    /// <summary>The model: <c>Standard V2</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The format of the input: <c>png</c>.</summary>
    public string? InputFormat { get; init; }

    /// <summary>The width of the input, in pixels.</summary>
    public int? InputWidth { get; init; }

    /// <summary>The height of the input, in pixels.</summary>
    public int? InputHeight { get; init; }

    /// <summary>The format of the output: <c>jpeg</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>The width of the output, in pixels.</summary>
    public int? OutputWidth { get; init; }

    /// <summary>The height of the output, in pixels.</summary>
    public int? OutputHeight { get; init; }

    /// <summary>Whether the output is cropped to fill its size.</summary>
    public bool? CropToFill { get; init; }

    /// <summary>Which subjects are looked for.</summary>
    public string? SubjectDetection { get; init; }

    /// <summary>Whether faces are enhanced.</summary>
    public bool? FaceEnhancement { get; init; }

    /// <summary>How freely faces are enhanced.</summary>
    public double? FaceEnhancementCreativity { get; init; }

    /// <summary>How strongly faces are enhanced.</summary>
    public double? FaceEnhancementStrength { get; init; }

    /// <summary>Further settings of the model: a text that holds JSON, as received.</summary>
    public string? OptionsJson { get; init; }

    /// <summary>What the job costs on completion, in credits. Whether a canceled job costs anything the service does not say.</summary>
    public long? Credits { get; init; }
}
