namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>One way to do what a scenario asks: by hand, by the library, or by another client.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="CallAsync">Does it once.</param>
internal sealed record Side(string Name, Func<Task<Answer>> CallAsync);
