namespace TaskCancellation;

/// <summary>A cancel request under way.</summary>
/// <param name="Chunk">Its targets.</param>
/// <param name="Generation">The <see cref="AdaptiveConcurrencyLimiter.Generation"/> it was begun in.</param>
/// <param name="Completion">What becomes of it.</param>
internal sealed record InFlightRequest(BatchChunk Chunk, int Generation, Task<ResolvedReply> Completion);
