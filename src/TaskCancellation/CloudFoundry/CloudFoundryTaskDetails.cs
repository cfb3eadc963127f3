using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>What only Cloud Foundry knows of a task. Created by reads; in tests, by an object initializer.</summary>
/// <remarks>Source: https://v3-apidocs.cloudfoundry.org/#tasks. Korifi and older versions leave out members.</remarks>
public sealed record CloudFoundryTaskDetails : TaskDetails
{
    /// <summary>Gets when the record of the task was last changed, on the service's clock, in whole seconds. This is the best approximation of the time of its end.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Gets the number of the task within its app, starting at 1; on Korifi, a time stamp of 17 digits.</summary>
    public long? SequenceId { get; init; }

    /// <summary>Gets the command line; <see langword="null"/> where the list or the role does not show it. The reply to a cancellation shows it to every user who may cancel.</summary>
    public string? Command { get; init; }

    /// <summary>Gets the user that the task runs as; <see langword="null"/> where the service does not report it.</summary>
    public string? User { get; init; }

    /// <summary>Gets the memory limit, in MiB.</summary>
    public long? MemoryInMb { get; init; }

    /// <summary>Gets the disk limit, in MiB.</summary>
    public long? DiskInMb { get; init; }

    /// <summary>Gets the log rate limit, in bytes per second; -1 for none.</summary>
    public long? LogRateLimit { get; init; }

    /// <summary>Gets the GUID of the droplet that the task runs. The droplet may no longer exist.</summary>
    public string? DropletId { get; init; }

    /// <summary>Gets the labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get => LabelsAsSent.Value; init => LabelsAsSent = WireStringMap.Of(value); }

    /// <summary>Gets the annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get => AnnotationsAsSent.Value; init => AnnotationsAsSent = WireStringMap.Of(value); }

    /// <summary>Gets the exit code of the process, parsed from the text of the failure where that contains it ("Exited with status 127").</summary>
    public int? ExitCode { get; init; }

    internal WireStringMap LabelsAsSent { get; init; } = WireStringMap.Empty;

    internal WireStringMap AnnotationsAsSent { get; init; } = WireStringMap.Empty;
}
