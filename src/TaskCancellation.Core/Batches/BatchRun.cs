namespace TaskCancellation;

/// <summary>What lasts as long as a batch: who sends, how, and at what pace.</summary>
internal sealed class BatchRun(TaskClient client, BatchOptions options)
{
    internal TaskClient Client => client;

    internal BatchOptions Options => options;

    internal CancelEngine Engine { get; } = new(client, CancelOptions.Default);

    /// <summary>The service's refusal of the credential, once there was one: nothing more is sent with it.</summary>
    internal TaskRequestException? Refusal { get; private set; }

    internal AdaptiveConcurrencyLimiter Limiter { get; } = new(client.TimeProvider, options);

    /// <summary>Takes note of a failure, if there was one.</summary>
    internal void Record(TaskRequestException? failure) => Refusal ??= failure is { RejectsCredential: true } ? failure : null;
}
