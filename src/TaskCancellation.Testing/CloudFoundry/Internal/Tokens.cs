namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The bearer tokens that are good, and until when.</summary>
internal sealed class Tokens(CloudFoundryEmulator emulator)
{
    private readonly Dictionary<string, (Caller Caller, DateTimeOffset? ExpiresAt)> known = new(StringComparer.Ordinal);

    internal void Add(string token, Caller caller, DateTimeOffset? expiresAt) => known[token] = (caller, expiresAt);

    internal void Revoke(string token) => known.Remove(token);

    internal void RevokeAll() => known.Clear();

    /// <summary>Exactly "bearer, a space, the token"; the scheme without regard to case.</summary>
    internal Identity Identify(EmulatedRequest request)
    {
        var header = request.Header("Authorization");
        if (header is null || !header.StartsWith("bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return new Identity(null, HasInvalidToken: false);
        }

        var isGood = known.TryGetValue(header["bearer ".Length..], out var token) && !(token.ExpiresAt <= emulator.ServerNow);
        return isGood ? new Identity(token.Caller, HasInvalidToken: false) : new Identity(null, HasInvalidToken: true);
    }
}
