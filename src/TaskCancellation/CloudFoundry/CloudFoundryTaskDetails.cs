using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>What only Cloud Foundry knows of a task. Made by reads; in tests, by an object initializer.</summary>
/// <remarks>API: https://v3-apidocs.cloudfoundry.org/#tasks. Korifi and older versions leave members out.</remarks>
public sealed record CloudFoundryTaskDetails : TaskDetails
{
    /// <summary>When the task's record was last changed, on the service's clock, in whole seconds. The nearest thing to the time of its end.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The task's number within its app, counted from 1; on Korifi a time stamp of 17 digits.</summary>
    public long? SequenceId { get; init; }

    /// <summary>The command line; null where the list or the role does not show it. The reply to a cancel shows it to whoever may cancel.</summary>
    public string? Command { get; init; }

    /// <summary>The user it runs as, or null where the service does not say.</summary>
    public string? User { get; init; }

    /// <summary>The memory limit in MiB.</summary>
    public long? MemoryInMb { get; init; }

    /// <summary>The disk limit in MiB.</summary>
    public long? DiskInMb { get; init; }

    /// <summary>The log rate limit in bytes a second; -1 for none.</summary>
    public long? LogRateLimit { get; init; }

    /// <summary>The GUID of the droplet it runs; the droplet may be gone.</summary>
    public string? DropletId { get; init; }

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get => LabelsAsSent.Value; init => LabelsAsSent = WireStringMap.Of(value); }

    /// <summary>The annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get => AnnotationsAsSent.Value; init => AnnotationsAsSent = WireStringMap.Of(value); }

    /// <summary>The exit code of the process, read from the failure's text where that holds it ("Exited with status 127").</summary>
    public int? ExitCode { get; init; }

    internal WireStringMap LabelsAsSent { get; init; } = WireStringMap.Empty;

    internal WireStringMap AnnotationsAsSent { get; init; } = WireStringMap.Empty;
}
