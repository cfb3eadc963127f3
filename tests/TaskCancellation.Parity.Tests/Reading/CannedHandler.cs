using System.Net.Http.Headers;

namespace TaskCancellation.Parity.Tests.Reading;

/// <summary>Answers the first request as recorded, and others with an empty page; an error is repeated for as long as it is asked for.</summary>
internal sealed class CannedHandler(int status, IReadOnlyDictionary<string, string> headers, byte[] body, string emptyPage) : HttpMessageHandler
{
    private int requests;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isFirst = requests++ == 0 || status >= 400;
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)(isFirst ? status : 200))
        {
            RequestMessage = request,
            Content = isFirst ? new ByteArrayContent(body) : new StringContent(emptyPage),
        };
        var type = isFirst ? headers.GetValueOrDefault("content-type") : "application/json";
        response.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.TryParse(type, out var parsed) ? parsed : null;
        if (isFirst && headers.TryGetValue("retry-after", out var delay))
        {
            response.Headers.TryAddWithoutValidation("Retry-After", delay);
        }

        return Task.FromResult(response);
    }
}
