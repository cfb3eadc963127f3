using System.Runtime.CompilerServices;

namespace TaskCancellation.Http;

/// <summary>The innermost handler of the clients we own: a try of anything but a plain read passes once, however often a handler above sends it, and whether or not it clones it. Asked again, it gives the answer of the one pass.</summary>
internal sealed class SingleAttemptHandler : DelegatingHandler
{
    private static readonly AsyncLocal<SingleAttempt?> Current = new();
    private static readonly HttpRequestOptionsKey<SingleAttempt> OfRequest = new("TaskCancellation.Pass");
    private static readonly ConditionalWeakTable<HttpClient, SingleAttemptHandler> Guarded = [];

    internal SingleAttemptHandler()
    {
    }

    internal SingleAttemptHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <summary>A client with nothing but the guard above its network.</summary>
    internal static HttpClient CreateClient(HttpMessageHandler network)
    {
        var guard = new SingleAttemptHandler(network);
        var client = new HttpClient(guard) { Timeout = Timeout.InfiniteTimeSpan };
        guard.Guard(client);
        return client;
    }

    /// <summary>Notes that everything the client sends comes by here.</summary>
    internal void Guard(HttpClient client) => Guarded.AddOrUpdate(client, this);

    /// <summary>Begins a try: what is sent from here on, in this flow or with this message, is that try. A new one replaces it.</summary>
    internal static SingleAttempt BeginTry(HttpClient client, HttpRequestMessage message, bool isPlainRead, int maxReplyBytes)
    {
        var pass = new SingleAttempt(message.Method, message.RequestUri!, isPlainRead, Guarded.TryGetValue(client, out _), maxReplyBytes);
        message.Options.Set(OfRequest, pass);
        return Current.Value = pass;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        PassOf(request) is { } pass ? pass.SendAsync(request, base.SendAsync, cancellationToken) : base.SendAsync(request, cancellationToken);

    // A clone may have lost the options; what a handler sends on its own account, such as a login, goes elsewhere.
    private static SingleAttempt? PassOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(OfRequest, out var pass) ? pass : Current.Value is { } current && current.IsOf(request) ? current : null;
}
