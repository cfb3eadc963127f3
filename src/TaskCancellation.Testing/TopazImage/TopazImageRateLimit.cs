namespace TaskCancellation.Testing.TopazImage;

/// <summary>A limit on the requests of an account. The service publishes no numbers: its limit depends on its load.</summary>
/// <param name="Requests">The requests of one account in a window.</param>
/// <param name="Window">The length of a window, which starts with an account's first request.</param>
public sealed record TopazImageRateLimit(int Requests, TimeSpan Window);
