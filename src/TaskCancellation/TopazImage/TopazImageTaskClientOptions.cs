using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>The settings of a <see cref="TopazImageTaskClient"/>. The endpoint is the address of the API, https://api.topazlabs.com, with or without the path /image/v1 of the Image API.</summary>
/// <remarks>A credential is required: <see cref="Credential"/>, or <see cref="ApiKey"/>, which can be kept in configuration.</remarks>
public class TopazImageTaskClientOptions : TaskClientOptions
{
    /// <summary>Gets the address of the service itself: https://api.topazlabs.com/image/v1/. Set <see cref="TaskClientOptions.Endpoint"/> to it, or to the address of a proxy in front of it.</summary>
    public static Uri ServiceEndpoint { get; } = new("https://api.topazlabs.com/image/v1/");

    /// <summary>Gets or sets the credential.</summary>
    public TopazImageCredential? Credential { get; set; }

    /// <summary>Gets or sets a fixed API key, for settings kept in configuration. Ignored when <see cref="Credential"/> is set.</summary>
    public string? ApiKey { get; set; }

    internal TopazImageCredential? EffectiveCredential =>
        Credential ?? (TopazImageCredential.IsUsable(ApiKey) ? TopazImageCredential.ApiKey(ApiKey!) : null);

    /// <inheritdoc/>
    protected internal override bool HasCredential => Credential is not null || !string.IsNullOrEmpty(ApiKey);

    /// <inheritdoc/>
    protected internal override IEnumerable<(string Setting, string Problem)> FindProblems(Uri? endpoint)
    {
        if (endpoint is { IsAbsoluteUri: true } && endpoint.Segments.Any(segment => segment.TrimEnd('/').Equals("video", StringComparison.OrdinalIgnoreCase)))
        {
            yield return (nameof(Endpoint), $"Endpoint is that of the Video API ('{endpoint}'). This client speaks to the Image API: give its host, or its own address.");
        }

        if (!HasCredential)
        {
            yield return (nameof(ApiKey), "A credential is required: set ApiKey or Credential.");
        }
        else if (Credential is null && !TopazImageCredential.IsUsable(ApiKey))
        {
            yield return (nameof(ApiKey), "ApiKey must be of visible ASCII characters only.");
        }

        foreach (var problem in base.FindProblems(endpoint))
        {
            yield return problem;
        }
    }
}
