using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>The settings of a <see cref="VeevaVaultTaskClient"/>. The endpoint is the Vault's own address, such as https://myvault.veevavault.com, without /api.</summary>
/// <remarks>Exactly one credential is required: <see cref="Credential"/>, or one of the settings that can be kept in configuration.</remarks>
public class VeevaVaultTaskClientOptions : TaskClientOptions
{
    /// <summary>How to prove who is asking.</summary>
    public VeevaVaultCredential? Credential { get; set; }

    /// <summary>A fixed session id; see <see cref="VeevaVaultCredential.SessionId"/>.</summary>
    public string? SessionId { get; set; }

    /// <summary>A user to log in as, with <see cref="Password"/>; see <see cref="VeevaVaultCredential.Password"/>.</summary>
    public string? Username { get; set; }

    /// <summary>The password of <see cref="Username"/>.</summary>
    public string? Password { get; set; }

    /// <summary>The id of the vault that a login must open. Null (the default): the vault that Vault itself places at the endpoint's host. Needed where the endpoint is a proxy of another name.</summary>
    public long? VaultId { get; set; }

    /// <summary>The version of the API, such as v26.1. v25.3 by default, the first that cancels jobs; older ones are refused.</summary>
    public string ApiVersion { get; set; } = VeevaVaultVersion.First;

    /// <summary>The time zone that the Vault writes the times of jobs in, by its IANA or Windows id; "UTC" where the Z at their end is true. Vault documents this of scheduled jobs, and no reply tells which those are: the times of all jobs are read so, and those of others may be off by the offset of the zone. Null (the default): times are left null on snapshots, since the Z may not be, and filters by time are refused. In the hour that is repeated when summer time ends, the later reading is taken.</summary>
    public string? VaultTimeZone { get; set; }

    /// <summary>Names this program to Vault (X-VaultAPI-ClientID): 1 to 100 letters, digits, dots, underscores and hyphens. Null (the default) for none.</summary>
    public string? ClientId { get; set; }

    /// <summary>Sends job ids as CSV: a header line <c>job_id</c>, then an id a line. Off by default: JSON is what Vault shows. That CSV is possible its documentation says, without an example; the header line is taken from its other endpoints, and no real Vault was seen with it.</summary>
    public bool UseCsvRequests { get; set; }

    /// <summary>Asks for the answer to a cancel in XML; reads stay in JSON. Off by default: JSON is what Vault shows. That XML is possible its documentation says, without an example; the names of the elements are taken from the JSON, those of the root and of the items are not looked at, and no real Vault was seen with it. Without this, an answer in XML is not believed.</summary>
    public bool UseXmlReplies { get; set; }

    /// <inheritdoc/>
    protected internal override TimeSpan DefaultAttemptTimeout => TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    protected internal override bool HasCredential => Given.Any();

    /// <summary>The credential that is given; null unless it is exactly one.</summary>
    internal VeevaVaultCredential? EffectiveCredential => Given.ToArray() switch
    {
        [nameof(Credential)] => Credential,
        [nameof(SessionId)] => VeevaVaultCredential.SessionId(SessionId!),
        [nameof(Username)] => VeevaVaultCredential.Password(Username!, Password ?? ""),
        _ => null,
    };

    private IEnumerable<string> Given =>
        from setting in new (string Name, bool IsGiven)[]
        {
            (nameof(Credential), Credential is not null),
            (nameof(SessionId), !string.IsNullOrEmpty(SessionId)),
            (nameof(Username), !string.IsNullOrEmpty(Username)),
        }
        where setting.IsGiven
        select setting.Name;

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Setting, string Problem)> FindProblems(Uri? endpoint) =>
        [.. FindCredentialProblems(), .. FindOwnProblems(endpoint), .. base.FindProblems(endpoint)];

    private IEnumerable<(string Setting, string Problem)> FindCredentialProblems()
    {
        string[] given = [.. Given];
        if (given.Length == 0)
        {
            yield return (nameof(Credential), "Credential is required; or SessionId, or Username and Password.");
        }
        else if (given.Length > 1)
        {
            yield return (nameof(Credential), $"Credential must be one only; given are {string.Join(" and ", given)}.");
        }
        else if (given is [nameof(SessionId)] && !VeevaVaultSession.IsUsable(SessionId))
        {
            yield return (nameof(SessionId), "SessionId must be of visible ASCII characters only.");
        }

        if (Username is { Length: > 0 } && string.IsNullOrEmpty(Password))
        {
            yield return (nameof(Password), "Password is required with Username.");
        }
    }

    private IEnumerable<(string Setting, string Problem)> FindOwnProblems(Uri? endpoint)
    {
        if (endpoint is { IsAbsoluteUri: true } && endpoint.Segments.Any(segment => segment.TrimEnd('/').Equals("api", StringComparison.OrdinalIgnoreCase)))
        {
            yield return (nameof(Endpoint), $"Endpoint must be the Vault's own address, without /api and version; it is '{endpoint}'. The version goes into ApiVersion.");
        }

        if (VeevaVaultVersion.FindProblem(ApiVersion) is { } problem)
        {
            yield return (nameof(ApiVersion), problem);
        }

        if (VaultTimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(VaultTimeZone, out _))
        {
            yield return (nameof(VaultTimeZone), "VaultTimeZone must be the id of a time zone that this machine knows, such as Europe/Zurich or UTC.");
        }

        if (VaultId <= 0)
        {
            yield return (nameof(VaultId), "VaultId must be above zero.");
        }

        if (ClientId is not null && (ClientId.Length is 0 or > 100 || !ClientId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')))
        {
            yield return (nameof(ClientId), "ClientId must be of 1 to 100 letters, digits, dots, underscores and hyphens.");
        }
    }
}
