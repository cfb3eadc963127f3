namespace TaskCancellation.Testing.TopazImage;

/// <summary>A key: the service knows no users but by what their requests show.</summary>
public sealed record TopazImageUser : EmulatedUser
{
    /// <summary>What <c>X-API-Key</c> says; the name when null.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The account whose jobs it sees.</summary>
    public string Account { get; init; } = TopazImageEmulator.DefaultAccount;

    /// <summary>What it may do.</summary>
    public TopazImagePermissions Permissions { get; init; } = TopazImagePermissions.All;

    /// <summary>When it stops working, on the server's clock; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
