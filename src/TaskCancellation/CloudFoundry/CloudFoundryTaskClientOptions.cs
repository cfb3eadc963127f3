using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>The settings of a <see cref="CloudFoundryTaskClient"/>. The endpoint is the API's address, such as https://api.example.com.</summary>
/// <remarks>Exactly one credential is required: <see cref="Credential"/>, or one of the settings that can be kept in configuration.</remarks>
public class CloudFoundryTaskClientOptions : TaskClientOptions
{
    /// <summary>Makes options in which one try may take 100 seconds: while Diego cannot be reached, the answer to a cancel takes more than a minute.</summary>
    public CloudFoundryTaskClientOptions() => AttemptTimeout = TimeSpan.FromSeconds(100);

    /// <summary>How to prove who is asking.</summary>
    public CloudFoundryCredential? Credential { get; set; }

    /// <summary>A fixed access token; see <see cref="CloudFoundryCredential.AccessToken"/>.</summary>
    public string? AccessToken { get; set; }

    /// <summary>Which implementation of the API answers. The Cloud Controller by default; <see cref="CloudFoundryTaskClient.GetServiceInfoAsync"/> tells.</summary>
    public CloudFoundryApiFlavor Flavor { get; set; }

    internal override bool HasCredential => Given.Any();

    /// <summary>The credential that is given; null unless it is exactly one.</summary>
    internal CloudFoundryCredential? EffectiveCredential => Given.ToArray() switch
    {
        [nameof(Credential)] => Credential,
        [nameof(AccessToken)] => CloudFoundryCredential.AccessToken(AccessToken!),
        _ => null,
    };

    private IEnumerable<string> Given =>
        from setting in new (string Name, bool IsGiven)[]
        {
            (nameof(Credential), Credential is not null),
            (nameof(AccessToken), !string.IsNullOrEmpty(AccessToken)),
        }
        where setting.IsGiven
        select setting.Name;

    internal override IEnumerable<(string Setting, string Problem)> FindProblems(Uri? endpoint)
    {
        string[] given = [.. Given];
        if (given.Length == 0)
        {
            yield return (nameof(Credential), "Credential is required; or AccessToken.");
        }
        else if (given.Length > 1)
        {
            yield return (nameof(Credential), $"Credential must be one only; given are {string.Join(" and ", given)}.");
        }
        else if (given is [nameof(AccessToken)] && !BearerToken.IsUsable(AccessToken!))
        {
            yield return (nameof(AccessToken), "AccessToken must be a token of visible characters, with or without 'bearer ' before it.");
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
