namespace TaskCancellation.Benchmarks;

/// <summary>What the library may cost beside the floor: the musts, which <c>ratios --check</c> holds, and the stretches that trials have reached.</summary>
internal static class Budgets
{
    /// <summary>Bytes are of one request: where a scenario sends two, as every cancel by filter does, each has these.</summary>
    internal static IReadOnlyDictionary<string, CallBudget> Calls { get; } = new Dictionary<string, CallBudget>(StringComparer.Ordinal)
    {
        ["meili-cancel"] = new(Time: new(2.0, 0.8), Bytes: new(4_500, 1_350), Throughput: new(0.75, 1.1)),
        ["meili-filter"] = new(Time: new(2.0, 0.8), Bytes: new(4_500, 1_350), Throughput: new(0.75, 1.1)),
        ["es-1"] = new(Time: new(0.95, 0.75), Bytes: new(5_000, 3_300), Throughput: new(0.9, 1.1)),
        ["es-100"] = new(Time: new(0.65, 0.48), Bytes: new(60_000, 23_000), Throughput: new(1.35, 1.85)),
        ["es-10000"] = new(Time: new(0.65, 0.50), Bytes: new(4_500_000, 1_900_000), Throughput: new(1.5, 2.7)),
        ["cf-cancel"] = new(Time: new(1.1, 0.70), Bytes: new(5_500, 3_600), Throughput: new(0.9, 1.1)),
        ["topaz-cancel"] = new(Time: new(2.0, 0.85), Bytes: new(2_800, 1_100), Throughput: new(0.85, 1.0)),
        ["vault-500"] = new(Time: new(0.8, 0.42), Bytes: new(150_000, 30_000), Throughput: new(1.3, 1.9)),
    };

    internal static IReadOnlyDictionary<string, BulkBudget> Bulks { get; } = new Dictionary<string, BulkBudget>(StringComparer.Ordinal)
    {
        ["cf bulk"] = new(Time: new(1.1, 0.9), Processor: null, BytesAnId: new(6_500, 4_700)),
        ["vault bulk"] = new(Time: null, Processor: new(1.5, 0.8), BytesAnId: new(300, 90)),
    };

    internal static MemoryBudget Memory { get; } = new(Peak: new(60, 60), Growth: new(4, 2));

    internal static StartUpBudget StartUp { get; } = new(Jit: new(1.3, 0.85), NativeAot: new(1.2, 1.2));
}

/// <summary>What must be met, and what has been reached in trials.</summary>
internal readonly record struct Limit(double Must, double Stretch);

/// <param name="Time">Over the floor's, at most.</param>
/// <param name="Bytes">Allocated for each request, at most.</param>
/// <param name="Throughput">Of 32 callers over loopback, over the floor's, at least.</param>
internal sealed record CallBudget(Limit Time, Limit Bytes, Limit Throughput);

/// <param name="Time">Over the floor's, at most; null where it is not held.</param>
/// <param name="Processor">The client's processor time over the floor's, at most; null where it is not held.</param>
/// <param name="BytesAnId">Allocated, at most.</param>
internal sealed record BulkBudget(Limit? Time, Limit? Processor, Limit BytesAnId);

/// <param name="Peak">Megabytes resident at 100,000 tasks, under a heap limit of 32 MB, at most.</param>
/// <param name="Growth">Megabytes more at 1,000,000, at most.</param>
internal sealed record MemoryBudget(Limit Peak, Limit Growth);

/// <param name="Jit">Time to the first answer over the floor's, compiled as it runs, at most.</param>
/// <param name="NativeAot">The same, compiled ahead of time.</param>
internal sealed record StartUpBudget(Limit Jit, Limit NativeAot);
