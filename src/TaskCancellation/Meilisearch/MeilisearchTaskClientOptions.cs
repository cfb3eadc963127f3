using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The settings of a <see cref="MeilisearchTaskClient"/>.</summary>
/// <remarks>A credential is required: <see cref="Credential"/>, or <see cref="ApiKey"/>, which can be kept in configuration.</remarks>
public class MeilisearchTaskClientOptions : TaskClientOptions
{
    /// <summary>Gets or sets the credential; <see cref="MeilisearchCredential.None"/> for a server without a master key.</summary>
    public MeilisearchCredential? Credential { get; set; }

    /// <summary>Gets or sets a fixed API key, for settings kept in configuration. Ignored when <see cref="Credential"/> is set.</summary>
    public string? ApiKey { get; set; }

    internal MeilisearchCredential? EffectiveCredential =>
        Credential ?? (string.IsNullOrEmpty(ApiKey) ? null : MeilisearchCredential.ApiKey(ApiKey));

    /// <inheritdoc/>
    protected internal override bool HasCredential => Credential is { } given ? given != MeilisearchCredential.None : !string.IsNullOrEmpty(ApiKey);

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Setting, string Problem)> FindProblems(Uri? endpoint)
    {
        if (Credential is null && string.IsNullOrEmpty(ApiKey))
        {
            yield return (nameof(ApiKey), "A credential is required: set ApiKey or Credential; MeilisearchCredential.None says that the server has no master key.");
        }

        if (Credential is null && !string.IsNullOrEmpty(ApiKey) && !MeilisearchCredential.IsUsable(ApiKey))
        {
            yield return (nameof(ApiKey), "ApiKey must be of visible ASCII characters only.");
        }

        foreach (var problem in base.FindProblems(endpoint))
        {
            yield return problem;
        }
    }
}
