using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>The settings of a <see cref="CloudFoundryTaskClient"/>. The endpoint is the address of the API, such as https://api.example.com.</summary>
/// <remarks>Exactly one credential is required: <see cref="Credential"/>, or one of the settings that can be kept in configuration.</remarks>
public class CloudFoundryTaskClientOptions : TaskClientOptions
{
    /// <summary>Gets or sets the credential.</summary>
    public CloudFoundryCredential? Credential { get; set; }

    /// <summary>Gets or sets a fixed access token; see <see cref="CloudFoundryCredential.AccessToken"/>.</summary>
    public string? AccessToken { get; set; }

    /// <summary>Gets or sets the name of a user to log in as, with <see cref="Password"/>; see <see cref="CloudFoundryCredential.Password(string, string, string?)"/>.</summary>
    public string? Username { get; set; }

    /// <summary>Gets or sets the password of <see cref="Username"/>.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets the identity provider of <see cref="Username"/>; <see langword="null"/> for the default of the service.</summary>
    public string? Origin { get; set; }

    /// <summary>Gets or sets the id of a client to log in as, with <see cref="ClientSecret"/>; see <see cref="CloudFoundryCredential.ClientCredentials"/>.</summary>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets the secret of <see cref="ClientId"/>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Gets or sets the implementation of the API. The default is the Cloud Controller. <see cref="CloudFoundryTaskClient.GetServiceInfoAsync"/> shows which one answers.</summary>
    public CloudFoundryApiFlavor Flavor { get; set; }

    /// <inheritdoc/>
    protected internal override TimeSpan DefaultAttemptTimeout => TimeSpan.FromSeconds(100);

    /// <inheritdoc/>
    protected internal override bool HasCredential => Given.Any();

    /// <summary>The credential that is given; null unless it is exactly one.</summary>
    internal CloudFoundryCredential? EffectiveCredential => Given.ToArray() switch
    {
        [nameof(Credential)] => Credential,
        [nameof(AccessToken)] => CloudFoundryCredential.AccessToken(AccessToken!),
        [nameof(Username)] => CloudFoundryCredential.Password(Username!, Password ?? "", Origin),
        [nameof(ClientId)] => CloudFoundryCredential.ClientCredentials(ClientId!, ClientSecret ?? ""),
        _ => null,
    };

    private IEnumerable<string> Given =>
        from setting in new (string Name, bool IsGiven)[]
        {
            (nameof(Credential), Credential is not null),
            (nameof(AccessToken), !string.IsNullOrEmpty(AccessToken)),
            (nameof(Username), !string.IsNullOrEmpty(Username)),
            (nameof(ClientId), !string.IsNullOrEmpty(ClientId)),
        }
        where setting.IsGiven
        select setting.Name;

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Setting, string Problem)> FindProblems(Uri? endpoint)
    {
        string[] given = [.. Given];
        if (given.Length == 0)
        {
            yield return (nameof(Credential), "Credential is required; or AccessToken, or Username and Password, or ClientId and ClientSecret.");
        }
        else if (given.Length > 1)
        {
            yield return (nameof(Credential), $"Credential must be one only; given are {string.Join(" and ", given)}.");
        }
        else if (given is [nameof(AccessToken)] && !CloudFoundryToken.IsUsable(AccessToken!))
        {
            yield return (nameof(AccessToken), "AccessToken must be a token of visible characters, with or without 'bearer ' before it.");
        }

        if (Username is { Length: > 0 } && string.IsNullOrEmpty(Password))
        {
            yield return (nameof(Password), "Password is required with Username.");
        }

        if (ClientId is { Length: > 0 } && string.IsNullOrEmpty(ClientSecret))
        {
            yield return (nameof(ClientSecret), "ClientSecret is required with ClientId.");
        }

        if (!Enum.IsDefined(Flavor))
        {
            yield return (nameof(Flavor), $"Flavor must be CloudController or Korifi; it is {Flavor}.");
        }

        foreach (var problem in base.FindProblems(endpoint))
        {
            yield return problem;
        }
    }
}
