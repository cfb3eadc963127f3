namespace TaskCancellation.CloudFoundry;

/// <summary>A login's answer. A class, so that no ToString shows the tokens.</summary>
internal sealed class UaaTokenReply
{
    private const double MaxSeconds = 365 * 24 * 3600.0;

    public required string AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>In seconds.</summary>
    public double? ExpiresIn { get; init; }

    internal IssuedToken ToIssued() => new(
        BearerToken.Parse(AccessToken, "The login"),
        ExpiresIn is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MaxSeconds)) : null);
}
