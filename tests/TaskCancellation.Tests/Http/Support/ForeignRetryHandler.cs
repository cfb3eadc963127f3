using System.Net;

namespace TaskCancellation.Tests.Http;

/// <summary>Someone else's retry handler: sends again whatever failed, without asking whether that is safe.</summary>
internal sealed class ForeignRetryHandler(bool clones) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                return response;
            }

            response.Dispose();
        }
        catch (HttpRequestException)
        {
            // Sent again below.
        }

        return await base.SendAsync(clones ? Clone(request) : request, cancellationToken);
    }

    private static HttpRequestMessage Clone(HttpRequestMessage request)
    {
        var clone = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var header in request.Headers)
        {
            clone.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return clone;
    }
}
