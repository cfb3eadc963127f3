using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>The settings of a <see cref="VeevaVaultTaskClient"/>. The endpoint is the address of the Vault, such as https://myvault.veevavault.com, without /api.</summary>
/// <remarks>Exactly one credential is required: <see cref="Credential"/>, or one of the settings that can be kept in configuration.</remarks>
public class VeevaVaultTaskClientOptions : TaskClientOptions
{
    /// <summary>Gets or sets the credential.</summary>
    public VeevaVaultCredential? Credential { get; set; }

    /// <summary>Gets or sets a fixed session id; see <see cref="VeevaVaultCredential.SessionId"/>.</summary>
    public string? SessionId { get; set; }

    /// <summary>Gets or sets the name of a user to log in as, with <see cref="Password"/>; see <see cref="VeevaVaultCredential.Password"/>.</summary>
    public string? Username { get; set; }

    /// <summary>Gets or sets the password of <see cref="Username"/>.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets the id of the vault that a login must open; <see langword="null"/> (the default) for the vault that Vault itself assigns to the host of the endpoint. Required where the endpoint is a proxy with another name.</summary>
    public long? VaultId { get; set; }

    /// <summary>Gets or sets the version of the API, such as v26.1. The default is v25.3, the first version that cancels jobs; older versions are refused.</summary>
    public string ApiVersion { get; set; } = VeevaVaultVersion.First;

    /// <summary>Gets or sets the time zone in which the Vault writes the times of jobs, by its IANA or Windows id; "UTC" where the Z at the end of the times is true.</summary>
    /// <remarks>
    /// <para>With <see langword="null"/>, the default, times are <see langword="null"/> on snapshots, because the Z may not be true, and filters by time are refused.</para>
    /// <para>Vault documents the time zone for scheduled jobs, and no reply tells which jobs those are: the times of all jobs are interpreted that way, and those of other jobs may be off by the offset of the zone. In the hour that is repeated at the end of daylight saving time, the later interpretation is used.</para>
    /// </remarks>
    public string? VaultTimeZone { get; set; }

    /// <summary>Gets or sets the name of this program for Vault (X-VaultAPI-ClientID): 1 to 100 letters, digits, dots, underscores, and hyphens; <see langword="null"/> (the default) for none.</summary>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets whether job ids are sent as CSV: a header line <c>job_id</c>, followed by one id on each line. The default is <see langword="false"/>, which sends JSON.</summary>
    /// <remarks>The documentation of Vault shows JSON. It states that CSV is possible, without an example; the header line is taken from other endpoints and was not verified on a real Vault.</remarks>
    public bool UseCsvRequests { get; set; }

    /// <summary>Gets or sets whether the reply to a cancellation is requested in XML. The default is <see langword="false"/>, which requests JSON. Reads always use JSON.</summary>
    /// <remarks>The documentation of Vault shows JSON. It states that XML is possible, without an example; the names of the elements are taken from the JSON, those of the root and of the items are ignored, and none of it was verified on a real Vault. Unless this is set, a reply in XML is not accepted.</remarks>
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
            yield return (nameof(VaultTimeZone), $"VaultTimeZone must be the id of a time zone that this machine knows, such as Europe/Zurich or UTC; it is '{VaultTimeZone}'.");
        }

        if (VaultId <= 0)
        {
            yield return (nameof(VaultId), $"VaultId must be above zero; it is {VaultId}.");
        }

        if (ClientId is not null && (ClientId.Length is 0 or > 100 || !ClientId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')))
        {
            yield return (nameof(ClientId), $"ClientId must be of 1 to 100 letters, digits, dots, underscores and hyphens; it is '{ClientId}'.");
        }
    }
}
