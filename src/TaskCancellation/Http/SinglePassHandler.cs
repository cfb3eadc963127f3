namespace TaskCancellation.Http;

/// <summary>The innermost handler of the clients we own: a try of anything but a plain read passes once, however often a handler above sends it, and whether or not it clones it.</summary>
internal sealed class SinglePassHandler : DelegatingHandler
{
    private static readonly AsyncLocal<Pass?> Current = new();

    internal SinglePassHandler()
    {
    }

    internal SinglePassHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <summary>Begins a try: what is sent from here on, in this flow, is that try. A new one replaces it.</summary>
    internal static void BeginTry(bool isPlainRead) => Current.Value = isPlainRead ? null : new Pass();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Current.Value is { } pass && !pass.Take() ? throw new SecondSendException() : base.SendAsync(request, cancellationToken);

    private sealed class Pass
    {
        private int taken;

        internal bool Take() => Interlocked.Exchange(ref taken, 1) == 0;
    }
}
