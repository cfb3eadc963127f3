namespace TaskCancellation.TopazImage;

/// <summary>What only the Topaz Image API knows of a job. Created by reads; in tests, by an object initializer.</summary>
/// <remarks>The reply to a cancellation has no body, so that its snapshot has no details. Times are instants on the service's clock, in whole seconds. Older versions of the API have other members; a property that a reply leaves out is <see langword="null"/>. Source: https://developer.topazlabs.com/reference/image/status.</remarks>
public sealed record TopazImageTaskDetails : TaskDetails
{
    /// <summary>Gets when the record of the job was last changed. This is the best approximation of the time of its end.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Gets when the service expects the job to end: an instant on its clock, not a duration. <see cref="TaskSnapshot.PollAfter"/> is the time until then.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>Gets the kind of model: <c>GAN</c>.</summary>
    public string? ModelType { get; init; }

    /// <summary>Gets the model: <c>Standard V2</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the format of the input: <c>png</c>.</summary>
    public string? InputFormat { get; init; }

    /// <summary>Gets the width of the input, in pixels.</summary>
    public int? InputWidth { get; init; }

    /// <summary>Gets the height of the input, in pixels.</summary>
    public int? InputHeight { get; init; }

    /// <summary>Gets the format of the output: <c>jpeg</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Gets the width of the output, in pixels.</summary>
    public int? OutputWidth { get; init; }

    /// <summary>Gets the height of the output, in pixels.</summary>
    public int? OutputHeight { get; init; }

    /// <summary>Gets whether the output is cropped to fill its size.</summary>
    public bool? CropToFill { get; init; }

    /// <summary>Gets which subjects are detected.</summary>
    public string? SubjectDetection { get; init; }

    /// <summary>Gets whether faces are enhanced.</summary>
    public bool? FaceEnhancement { get; init; }

    /// <summary>Gets how freely faces are enhanced.</summary>
    public double? FaceEnhancementCreativity { get; init; }

    /// <summary>Gets how strongly faces are enhanced.</summary>
    public double? FaceEnhancementStrength { get; init; }

    /// <summary>Gets further settings of the model: a text that contains JSON, as received.</summary>
    public string? OptionsJson { get; init; }

    /// <summary>Gets what the job costs on completion, in credits. The service does not state whether a canceled job is charged.</summary>
    public long? Credits { get; init; }
}
