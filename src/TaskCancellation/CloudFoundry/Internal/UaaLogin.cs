using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Finds the login of an API and sends grants to it, with a pipeline of its own: the API's credential never goes there.</summary>
internal sealed class UaaLogin(TaskHttpPipeline api)
{
    private Uri? discovered;

    /// <summary>The address that the API names for logins, asked for once.</summary>
    internal async Task<Uri> DiscoverAsync()
    {
        if (discovered is { } known)
        {
            return known;
        }

        using var reply = await api.SendAsync(TaskHttpRequest.Get("") with { IsAnonymous = true }, CancellationToken.None).ConfigureAwait(false);
        var root = reply.Read(CloudFoundryRoot.Read);
        if (root is { IsOnKubernetes: true, Uaa: null })
        {
            throw new TaskClientException("Korifi has no login of this kind. Use CloudFoundryCredential.AccessToken or FromDelegate with a Kubernetes token.");
        }

        return discovered = Address(root.Login ?? root.Uaa, "The API names a login that");
    }

    /// <summary>An address that credentials may be sent to.</summary>
    internal static Uri Address(string? text, string what) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0
            ? address
            : throw new TaskClientException($"{what} is not an https address, so that nothing is sent to it.");

    /// <summary>Sends a grant. It is sent once: the call that needs the token is what is repeated.</summary>
    /// <exception cref="TaskRequestException">It was refused or not reached. The body of the reply is left out: it may quote a secret.</exception>
    internal async Task<UaaTokenReply> SendAsync(Uri address, UaaGrant grant)
    {
        var dialect = new UaaDialect(grant);
        var request = new TaskHttpRequest(HttpMethod.Post, grant.Path, RetrySafety.Unsafe) { Body = grant.Form, ContentType = "application/x-www-form-urlencoded", Secrets = grant.Secrets };
        try
        {
            using var reply = await api.To(address, dialect).SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            return reply.Read(UaaTokenReply.Read);
        }
        catch (TaskRequestException failure)
        {
            throw LoginFailure.From(failure, address.Host, dialect.Reason);
        }
    }
}
