using System.Text;
using TaskCancellation.Benchmarks.Serving;

namespace TaskCancellation.Benchmarks.Growth;

/// <summary>A service in memory, for clients that ask for many different things.</summary>
internal sealed class RespondingHandler(IResponder service) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false) : [];
        var reply = service.Respond(Encoding.ASCII.GetBytes(request.Method.Method), Encoding.ASCII.GetBytes(request.RequestUri!.PathAndQuery), body);
        var response = new HttpResponseMessage(reply.Status) { RequestMessage = request };
        if (reply.Body.Length > 0)
        {
            response.Content = new ByteArrayContent(reply.Body);
            response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        return response;
    }
}
