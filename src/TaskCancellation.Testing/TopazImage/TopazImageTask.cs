namespace TaskCancellation.Testing.TopazImage;

/// <summary>A job to add. Every member has a default: a job of the default account that runs until it is canceled.</summary>
public sealed record TopazImageTask
{
    /// <summary>Gets the process id, a UUID; the next of the emulator's sequence when <see langword="null"/>.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the account that the job belongs to. For other accounts it does not exist.</summary>
    public string Account { get; init; } = TopazImageEmulator.DefaultAccount;

    /// <summary>Gets the initial status: any text, unknown ones included.</summary>
    public string State { get; init; } = "Processing";

    /// <summary>Gets the progress in percent, while the clock does not determine it.</summary>
    public int Progress { get; init; }

    /// <summary>Gets the cost of the job when it completes.</summary>
    public int Credits { get; init; } = 1;

    /// <summary>Gets the uploaded source, a UUID; <see langword="null"/> to omit the member.</summary>
    public string? SourceId { get; init; }

    /// <summary>Gets the name of the file.</summary>
    public string FileName { get; init; } = "shelf.png";

    /// <summary>Gets the format of the input.</summary>
    public string InputFormat { get; init; } = "png";

    /// <summary>Gets the height of the input in pixels.</summary>
    public int InputHeight { get; init; } = 900;

    /// <summary>Gets the width of the input in pixels.</summary>
    public int InputWidth { get; init; } = 1600;

    /// <summary>Gets the format of the output.</summary>
    public string OutputFormat { get; init; } = "jpeg";

    /// <summary>Gets the height of the output in pixels.</summary>
    public int OutputHeight { get; init; } = 1800;

    /// <summary>Gets the width of the output in pixels.</summary>
    public int OutputWidth { get; init; } = 3200;

    /// <summary>Gets the category.</summary>
    public string Category { get; init; } = "Enhance";

    /// <summary>Gets the type of the model.</summary>
    public string ModelType { get; init; } = "GAN";

    /// <summary>Gets the model.</summary>
    public string Model { get; init; } = "Standard V2";

    /// <summary>Gets what to detect in the image; <see langword="null"/> to omit the member.</summary>
    public string? SubjectDetection { get; init; }

    /// <summary>Gets a value indicating whether faces are enhanced; <see langword="null"/> to omit the member.</summary>
    public bool? FaceEnhancement { get; init; }

    /// <summary>Gets the creativity of the face enhancement; <see langword="null"/> to omit the member.</summary>
    public double? FaceEnhancementCreativity { get; init; }

    /// <summary>Gets the strength of the face enhancement; <see langword="null"/> to omit the member.</summary>
    public double? FaceEnhancementStrength { get; init; }

    /// <summary>Gets a value indicating whether the output is cropped to its size.</summary>
    public bool CropToFill { get; init; }

    /// <summary>Gets further options as a string of JSON; <see langword="null"/> to omit the member.</summary>
    public string? OptionsJson { get; init; }

    /// <summary>Gets when the job was created; now when <see langword="null"/>. With an instant in the past, everything that was due since has happened.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when the status last changed; <see cref="CreatedAt"/> when <see langword="null"/>.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Gets when the job is expected to end. When <see langword="null"/>: when it is planned to end, or 120 s after its creation if nothing is planned.</summary>
    public DateTimeOffset? Eta { get; init; }

    /// <summary>Gets how long after its creation requests can see the job. Until then they are answered 404.</summary>
    public TimeSpan VisibilityDelay { get; init; }

    /// <summary>Gets how long a Pending job waits before it starts; <see langword="null"/> to wait until a hook starts it.</summary>
    public TimeSpan? StartDelay { get; init; }

    /// <summary>Gets how long an attempt runs; <see langword="null"/> to run until a hook or a cancel ends it.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>Gets how many attempts fail, and return the job to Pending, before the attempt that ends it. The service makes three attempts in total.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>Gets the status that the last attempt ends with: <c>Completed</c> or <c>Failed</c>.</summary>
    public string Ending { get; init; } = TopazImageStates.Completed;

    /// <summary>Gets what a cancel leads to.</summary>
    public TopazImageCancelEnding CancelEnding { get; init; }

    /// <summary>Gets how long after the 204 the status changes; at once by default. A job that ends in between stays ended.</summary>
    public TimeSpan CancelDelay { get; init; }
}
