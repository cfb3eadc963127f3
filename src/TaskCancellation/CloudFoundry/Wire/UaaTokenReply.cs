namespace TaskCancellation.CloudFoundry;

/// <summary>A login's answer. A class, so that no ToString shows the tokens.</summary>
internal sealed class UaaTokenReply
{
    public required string AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    public double? ExpiresIn { get; init; }
}
