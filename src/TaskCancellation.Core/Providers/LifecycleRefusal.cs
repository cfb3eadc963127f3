namespace TaskCancellation.Providers;

/// <summary>The meaning of a service's refusal of a cancellation.</summary>
/// <param name="Code">The service's error code.</param>
/// <param name="Meaning">What it says about the task.</param>
public sealed record LifecycleRefusal(string Code, CancelDisposition Meaning);
