namespace TaskCancellation;

/// <summary>What lasts as long as a batch: who sends, how, and at what pace.</summary>
internal sealed class BatchRun(TaskClient client, BatchOptions options)
{
    internal TaskClient Client => client;

    internal BatchOptions Options => options;

    internal CancelEngine Engine { get; } = new(client, CancelOptions.Default);

    internal BatchPace Pace { get; } = new(client.TimeProvider, options);
}
