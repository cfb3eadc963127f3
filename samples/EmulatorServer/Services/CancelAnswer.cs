namespace EmulatorServer.Services;

/// <summary>What a service answered to a cancel by hand.</summary>
/// <param name="Request">The request that was sent, without its credential.</param>
/// <param name="Status">The HTTP status. Services can refuse with 200 and say so in the body.</param>
/// <param name="Body">The body as it came.</param>
internal sealed record CancelAnswer(string Request, int Status, string Body);
