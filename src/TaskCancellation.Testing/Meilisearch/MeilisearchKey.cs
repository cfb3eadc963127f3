namespace TaskCancellation.Testing.Meilisearch;

/// <summary>An API key.</summary>
public sealed record MeilisearchUser : EmulatedUser
{
    /// <summary>The secret, as sent after <c>Bearer</c>.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The uid, as <c>/keys</c> shows it; null for none shown.</summary>
    public string? Id { get; init; }

    /// <summary>The name that <c>/keys</c> shows, which need not be unique; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>When it was made, as <c>/keys</c> shows it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>What it may do: <c>tasks.cancel</c>, <c>tasks.*</c>, <c>*.get</c>, <c>*</c>…; everything by default.</summary>
    public IReadOnlyList<string> Actions { get; init; } = ["*"];

    /// <summary>The indexes it is for; a trailing star is a pattern; all by default.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = ["*"];

    /// <summary>When it stops working, on the server's clock; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
