namespace TaskCancellation.Testing.TopazImage;

/// <summary>A user of the Topaz Image API: an API key and its account.</summary>
/// <example>
/// <code>
/// emulator.AddUser(new() { Name = "reader", ApiKey = "reader-key", Permissions = TopazImagePermissions.Read });
/// </code>
/// </example>
public sealed record TopazImageUser : EmulatedUser
{
    /// <summary>Gets the value of <c>X-API-Key</c>; the name when <see langword="null"/>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Gets the account whose jobs the key can see.</summary>
    public string Account { get; init; } = TopazImageEmulator.DefaultAccount;

    /// <summary>Gets the endpoints that the key can call.</summary>
    public TopazImagePermissions Permissions { get; init; } = TopazImagePermissions.All;

    /// <summary>Gets when the key expires, on the server's clock; <see langword="null"/> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
