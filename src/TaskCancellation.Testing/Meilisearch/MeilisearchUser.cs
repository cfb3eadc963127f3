namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A user of Meilisearch: an API key.</summary>
/// <example>
/// <code>
/// emulator.MasterKey = "master";
/// emulator.AddUser(new() { Name = "worker", ApiKey = "worker-key", Actions = ["tasks.get", "tasks.cancel"] });
/// </code>
/// </example>
public sealed record MeilisearchUser : EmulatedUser
{
    /// <summary>Gets the key, as sent after <c>Bearer</c>.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Gets the uid that <c>/keys</c> shows; <see langword="null"/> to show none.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the name that <c>/keys</c> shows, which need not be unique; <see langword="null"/> for none.</summary>
    public string? Title { get; init; }

    /// <summary>Gets when the key was created, as <c>/keys</c> shows it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets the description of the key.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the actions that the key allows, such as <c>tasks.cancel</c>, <c>tasks.*</c>, <c>*.get</c> or <c>*</c>; all by default.</summary>
    public IReadOnlyList<string> Actions { get; init; } = ["*"];

    /// <summary>Gets the indexes that the key is valid for. A trailing star makes a pattern; all indexes by default.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = ["*"];

    /// <summary>Gets when the key expires, on the server's clock; <see langword="null"/> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
