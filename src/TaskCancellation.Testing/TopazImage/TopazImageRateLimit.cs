namespace TaskCancellation.Testing.TopazImage;

/// <summary>How many requests an account may make. The service publishes no numbers: its limit follows its load.</summary>
/// <param name="Requests">Requests of one account in a window.</param>
/// <param name="Window">How long a window is; it begins with an account's first request.</param>
public sealed record TopazImageRateLimit(int Requests, TimeSpan Window);
