namespace TaskCancellation.Tests.Sockets;

/// <summary>Tells of every request that leaves the client, until its reply has been read.</summary>
internal sealed class WatchedHandler(Traffic traffic, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>How many turns the server gets to notice that the client has gone.</summary>
    private const int Patience = 1_000_000;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var flight = traffic.Depart(cancellationToken);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            response.Content = new WatchedContent(response.Content, () => traffic.Land(flight));
            return response;
        }
        catch
        {
            for (var turn = 0; turn < Patience && traffic.HasStragglers(flight); turn++)
            {
                await Task.Yield();
            }

            traffic.Land(flight);
            throw;
        }
    }
}
