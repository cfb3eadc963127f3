namespace TaskCancellation.Tool.Connections;

/// <summary>A way to authenticate with a service.</summary>
/// <param name="Name">Its name for --auth.</param>
/// <param name="SecretName">What its credential is; null where it needs none.</param>
/// <param name="NeedsUser">Whether it needs a user (or a client id) as well.</param>
internal sealed record Authentication(string Name, string? SecretName, bool NeedsUser = false);
