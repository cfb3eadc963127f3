using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Tokens from a login with a password, a client's secret or a refresh token.</summary>
/// <param name="api">The pipeline to the API.</param>
/// <param name="clock">The clock that tokens age by.</param>
/// <param name="grant">What to log in with; null when there is only a refresh token.</param>
/// <param name="firstRefreshToken">A refresh token to begin with.</param>
/// <param name="clientId">The client that refresh tokens belong to.</param>
/// <param name="clientSecret">Its secret.</param>
internal sealed class UaaTokens(TaskHttpPipeline api, TimeProvider clock, UaaGrant? grant, string? firstRefreshToken, string clientId, string clientSecret) : LoginTokens(clock)
{
    private readonly UaaLogin login = new(api);
    private string? refreshToken = firstRefreshToken;

    private protected override async Task<IssuedToken> LoginAsync(string? refused)
    {
        var address = await login.DiscoverAsync().ConfigureAwait(false);
        var reply = refreshToken is null ? null : await RefreshAsync(address, refreshToken).ConfigureAwait(false);
        reply ??= await login.SendAsync(address, grant!).ConfigureAwait(false);
        refreshToken = reply.RefreshToken ?? refreshToken;
        return reply.ToIssued();
    }

    // A refresh token that is no longer good is forgotten where there is something else to log in with.
    private async Task<UaaTokenReply?> RefreshAsync(Uri address, string token)
    {
        try
        {
            return await login.SendAsync(address, UaaGrant.Refresh(token, clientId, clientSecret)).ConfigureAwait(false);
        }
        catch (TaskRequestException refusal) when (grant is not null && refusal is { Reason: TaskErrorReason.Authentication, Delivery: RequestDelivery.Answered })
        {
            refreshToken = null;
            return null;
        }
    }
}
