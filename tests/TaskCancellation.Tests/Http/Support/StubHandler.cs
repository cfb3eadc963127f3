namespace TaskCancellation.Tests.Http;

/// <summary>Answers as a function says, and counts.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    internal StubHandler(Func<HttpContent> content)
        : this((_, _) => Task.FromResult(new HttpResponseMessage { Content = content() }))
    {
    }

    internal int Sends { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sends++;
        return answer(request, cancellationToken);
    }
}
