using System.Net;
using System.Net.Http.Headers;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Hostile;

/// <summary>A call to the emulator that keeps the first body, and gives another in its place when told to.</summary>
internal sealed class RecordingTransport() : HarnessTransport(new VirtualClock())
{
    /// <summary>The body of the first reply.</summary>
    internal byte[]? First { get; private set; }

    /// <summary>What every request is answered with; null for what the emulator says.</summary>
    internal byte[]? Instead { get; set; }

    public override HttpClient Connect(ServiceEmulator emulator) =>
        new(new Between(this, emulator), disposeHandler: false) { BaseAddress = emulator.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };

    private sealed class Between(RecordingTransport transport, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (transport.Instead is { } body)
            {
                return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
            }

            var response = await base.SendAsync(request, cancellationToken);
            transport.First ??= await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response;
        }
    }
}
