namespace TaskCancellation.Testing.TopazImage;

/// <summary>A job to add. Every member has a default: a job of the default account that runs until it is cancelled.</summary>
public sealed record TopazImageTask
{
    /// <summary>Its process id, a UUID; the next of the emulator's sequence when null.</summary>
    public string? Id { get; init; }

    /// <summary>The account it belongs to; others are told it does not exist.</summary>
    public string Account { get; init; } = TopazImageEmulator.DefaultAccount;

    /// <summary>Its status, any string: unknown ones too.</summary>
    public string State { get; init; } = "Processing";

    /// <summary>Percent done, as long as the clock does not say otherwise.</summary>
    public int Progress { get; init; }

    /// <summary>What it costs when it completes.</summary>
    public int Credits { get; init; } = 1;

    /// <summary>The uploaded source, a UUID; null to leave the field out.</summary>
    public string? SourceId { get; init; }

    /// <summary>The file.</summary>
    public string FileName { get; init; } = "shelf.png";

    /// <summary>The input's format.</summary>
    public string InputFormat { get; init; } = "png";

    /// <summary>The input's height in pixels.</summary>
    public int InputHeight { get; init; } = 900;

    /// <summary>The input's width in pixels.</summary>
    public int InputWidth { get; init; } = 1600;

    /// <summary>The output's format.</summary>
    public string OutputFormat { get; init; } = "jpeg";

    /// <summary>The output's height in pixels.</summary>
    public int OutputHeight { get; init; } = 1800;

    /// <summary>The output's width in pixels.</summary>
    public int OutputWidth { get; init; } = 3200;

    /// <summary>The category.</summary>
    public string Category { get; init; } = "Enhance";

    /// <summary>The type of the model.</summary>
    public string ModelType { get; init; } = "GAN";

    /// <summary>The model.</summary>
    public string Model { get; init; } = "Standard V2";

    /// <summary>What is looked for in the image; null to leave the field out.</summary>
    public string? SubjectDetection { get; init; }

    /// <summary>Whether faces are enhanced; null to leave the field out.</summary>
    public bool? FaceEnhancement { get; init; }

    /// <summary>How freely; null to leave the field out.</summary>
    public double? FaceEnhancementCreativity { get; init; }

    /// <summary>How much; null to leave the field out.</summary>
    public double? FaceEnhancementStrength { get; init; }

    /// <summary>Whether the output is cropped to its size.</summary>
    public bool CropToFill { get; init; }

    /// <summary>Further settings, JSON inside a string; null to leave the field out.</summary>
    public string? OptionsJson { get; init; }

    /// <summary>When it was created; now when null. With an instant in the past, what was due since has happened.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its status last changed; <see cref="CreatedAt"/> when null.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it is expected to end; as planned when null, and 120 s after its creation when nothing is planned.</summary>
    public DateTimeOffset? Eta { get; init; }

    /// <summary>How long after its creation the wire knows it: 404 until then.</summary>
    public TimeSpan VisibilityDelay { get; init; }

    /// <summary>How long a Pending job waits for its start; null to wait until told.</summary>
    public TimeSpan? StartDelay { get; init; }

    /// <summary>How long an attempt runs; null to run until something ends it.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>How many attempts go wrong and put it back to Pending before the one that ends it; the service makes three in all.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>How it ends when the last attempt is over.</summary>
    public TopazImageEnding Ending { get; init; }

    /// <summary>What a cancel comes to.</summary>
    public TopazImageCancelEnding CancelEnding { get; init; }

    /// <summary>How long after the 204 the status says so; by default it does at once. A job that ends in between has ended.</summary>
    public TimeSpan CancelDelay { get; init; }
}
