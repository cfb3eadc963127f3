using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TaskCancellation.Benchmarks;

/// <summary>Answers every request with what is made of its path, after a hop to another thread, as a network would.</summary>
internal sealed class CannedService(HttpStatusCode status, Func<string, string> body) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return new HttpResponseMessage(status)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body(request.RequestUri!.AbsolutePath))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
    }
}
