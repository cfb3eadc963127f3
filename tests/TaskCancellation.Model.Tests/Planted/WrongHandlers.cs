using System.Text;
using System.Text.RegularExpressions;

namespace TaskCancellation.Model.Tests.Planted;

/// <summary>Sends every cancel twice.</summary>
internal sealed class DoubleSend(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        (await base.SendAsync(Copy(request, body), cancellationToken).ConfigureAwait(false)).Dispose();
        return await base.SendAsync(Copy(request, body), cancellationToken).ConfigureAwait(false);
    }

    internal static HttpRequestMessage Copy(HttpRequestMessage request, byte[] body)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(body) };
        copy.Content.Headers.ContentType = request.Content!.Headers.ContentType;
        foreach (var (name, values) in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }
}

/// <summary>Sends a cancel by filter once more when its connection was reset.</summary>
internal sealed class ResendsFilters(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await base.SendAsync(DoubleSend.Copy(request, body), cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            return await base.SendAsync(DoubleSend.Copy(request, body), cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Takes all that a cancellation matched for canceled by it, also what completed first.</summary>
internal sealed partial class CountsMatches(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reply = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.Method == HttpMethod.Get && reply.IsSuccessStatusCode)
        {
            var body = await reply.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            reply.Content = new StringContent(Counts().Replace(body, "\"matchedTasks\":$1,\"canceledTasks\":$1"), Encoding.UTF8, "application/json");
        }

        return reply;
    }

    [GeneratedRegex(@"""matchedTasks"":(\d+),""canceledTasks"":\d+")]
    private static partial Regex Counts();
}

/// <summary>Does not see a Retry-After.</summary>
internal sealed class BlindToHints(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reply = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        reply.Headers.RetryAfter = null;
        return reply;
    }
}
