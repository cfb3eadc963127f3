namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The master key and the API keys, and what each opens.</summary>
internal sealed class KeyTable
{
    private readonly List<MeilisearchKey> keys = [];

    internal string? MasterKey { get; set; }

    internal void Add(MeilisearchKey key)
    {
        keys.RemoveAll(other => other.Name == key.Name);
        keys.Add(key);
    }

    internal void Remove(string name)
    {
        if (keys.RemoveAll(key => key.Name == name) == 0)
        {
            throw new ArgumentException($"There is no key {name}.", nameof(name));
        }
    }

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

        return keys.FindLast(key => key.Secret == token) is { } key && !(key.ExpiresAt <= now) && Opens(key, action, version)
            ? new KeyScope(key.Indexes)
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

    private static bool Opens(MeilisearchKey key, string action, ServerVersion version) =>
        key.Actions.Contains("*") || key.Actions.Contains(action)
        || (action.StartsWith("tasks.", StringComparison.Ordinal) && key.Actions.Contains("tasks.*"))
        || (version.HasReadAllAction && (action is "tasks.get" or "version") && key.Actions.Contains("*.get"));
}
