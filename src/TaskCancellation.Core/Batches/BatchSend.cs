namespace TaskCancellation;

/// <summary>A cancel request under way.</summary>
/// <param name="Chunk">Its targets.</param>
/// <param name="Period">The <see cref="BatchPace.Period"/> it was begun in.</param>
/// <param name="Settling">What becomes of it.</param>
internal sealed record BatchSend(BatchChunk Chunk, int Period, Task<SettledReply> Settling);
