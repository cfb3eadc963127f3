namespace TaskCancellation.Providers;

/// <summary>What a service's refusal of a cancel means.</summary>
/// <param name="Code">The service's error code.</param>
/// <param name="Meaning">What it says about the task.</param>
public sealed record LifecycleRefusal(string Code, CancelDisposition Meaning);
