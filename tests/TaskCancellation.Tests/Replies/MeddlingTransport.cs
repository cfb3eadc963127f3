using System.Net.Http.Headers;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Replies;

/// <summary>A call to the emulator, with a proxy in between that mixes up what goes and what comes.</summary>
internal sealed class MeddlingTransport(VirtualClock clock) : HarnessTransport(clock)
{
    /// <summary>Where a request goes instead; null for where it was meant to.</summary>
    internal Func<HttpRequestMessage, Uri?> Redirect { get; set; } = _ => null;

    /// <summary>What a reply's body is made into.</summary>
    internal Func<HttpRequestMessage, string, string> Rewrite { get; set; } = (_, body) => body;

    /// <summary>How many requests or replies it changed.</summary>
    internal int Changes { get; private set; }

    public override HttpClient Connect(ServiceEmulator emulator) =>
        new(new Proxy(this, emulator), disposeHandler: false) { BaseAddress = emulator.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };

    private sealed class Proxy(MeddlingTransport owner, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (owner.Redirect(request) is { } elsewhere)
            {
                owner.Changes++;
                request.RequestUri = elsewhere;
            }

            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            if (owner.Rewrite(request, body) is var changed && changed != body)
            {
                owner.Changes++;
                response.Content = new StringContent(changed, MediaTypeHeaderValue.Parse("application/json"));
            }

            return response;
        }
    }
}
