using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>The settings of a <see cref="CloudFoundryTaskClient"/>. The endpoint is the API's address, such as https://api.example.com.</summary>
/// <remarks>Exactly one credential is required: <see cref="Credential"/>, or one of the settings that can be kept in configuration.</remarks>
public class CloudFoundryTaskClientOptions : TaskClientOptions
{
    /// <summary>How to prove who is asking.</summary>
    public CloudFoundryCredential? Credential { get; set; }

    /// <summary>A fixed access token; see <see cref="CloudFoundryCredential.AccessToken"/>.</summary>
    public string? AccessToken { get; set; }

    /// <summary>A user to log in as, with <see cref="Password"/>; see <see cref="CloudFoundryCredential.Password(string, string, string?)"/>.</summary>
    public string? Username { get; set; }

    /// <summary>The password of <see cref="Username"/>.</summary>
    public string? Password { get; set; }

    /// <summary>The identity provider that <see cref="Username"/> belongs to; null for the service's default.</summary>
    public string? Origin { get; set; }

    /// <summary>A client to log in as, with <see cref="ClientSecret"/>; see <see cref="CloudFoundryCredential.ClientCredentials"/>.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret of <see cref="ClientId"/>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Which implementation of the API answers. The Cloud Controller by default; <see cref="CloudFoundryTaskClient.GetServiceInfoAsync"/> tells.</summary>
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
            yield return (nameof(Flavor), "Flavor must be CloudController or Korifi.");
        }

        foreach (var problem in base.FindProblems(endpoint))
        {
            yield return problem;
        }
    }
}
