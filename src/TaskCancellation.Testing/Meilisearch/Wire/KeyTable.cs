namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The master key and the API keys, and what each opens.</summary>
internal sealed class KeyTable
{
    private readonly Dictionary<string, Key> keys = new(StringComparer.Ordinal);

    internal string? MasterKey { get; set; }

    internal void Add(string key, IReadOnlyList<string> actions, IReadOnlyList<string> indexes, DateTimeOffset? expiresAt) =>
        keys[key] = new Key([.. actions], new KeyScope([.. indexes]), expiresAt);

    /// <summary>The indexes the request may see, or a refusal that says as little as the server's.</summary>
    internal KeyScope Authenticate(EmulatedRequest request, string action, DateTimeOffset now, ServerVersion version)
    {
        // The header is read, and refused, even where no key is asked for.
        var token = Token(request.Header("Authorization"));
        if (MasterKey is null || token == MasterKey)
        {
            return KeyScope.Everything;
        }

        if (token is null)
        {
            throw ApiErrorException.MissingHeader();
        }

        return keys.TryGetValue(token, out var key) && !(key.ExpiresAt <= now) && key.Opens(action, version)
            ? key.Scope
            : throw ApiErrorException.InvalidKey();
    }

    private static string? Token(string? header)
    {
        if (header is null)
        {
            return null;
        }

        var parts = header.Trim().Split(' ', 2);
        if (parts[0] != "Bearer")
        {
            throw ApiErrorException.MissingHeader();
        }

        return parts.Length == 2 ? parts[1] : throw ApiErrorException.InvalidKey();
    }

    private sealed record Key(IReadOnlyList<string> Actions, KeyScope Scope, DateTimeOffset? ExpiresAt)
    {
        internal bool Opens(string action, ServerVersion version) =>
            Actions.Contains("*") || Actions.Contains(action)
            || (action.StartsWith("tasks.", StringComparison.Ordinal) && Actions.Contains("tasks.*"))
            || (version.HasReadAllAction && (action is "tasks.get" or "version") && Actions.Contains("*.get"));
    }
}
