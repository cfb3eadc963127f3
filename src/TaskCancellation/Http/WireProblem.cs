namespace TaskCancellation.Http;

/// <summary>Why a body could not be read.</summary>
/// <param name="Description">In words that name the member.</param>
/// <param name="Cause">What the parser said, if it was the parser.</param>
internal sealed record WireProblem(string Description, Exception? Cause);
