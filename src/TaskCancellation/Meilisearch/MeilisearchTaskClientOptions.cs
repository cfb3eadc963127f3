using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The settings of a <see cref="MeilisearchTaskClient"/>.</summary>
public class MeilisearchTaskClientOptions : TaskClientOptions
{
    /// <summary>How to prove who is asking. Required, here or as <see cref="ApiKey"/>; <see cref="MeilisearchCredential.None"/> for a server without a master key.</summary>
    public MeilisearchCredential? Credential { get; set; }

    /// <summary>A fixed API key, for settings kept in configuration. Takes no effect beside <see cref="Credential"/>.</summary>
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
