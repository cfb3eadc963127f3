using Microsoft.AspNetCore.Http.Features;

namespace EmulatorServer.Sockets;

/// <summary>A request from a socket, sent to an emulator under the emulator's own origin, whatever host name the client used.</summary>
internal static class BridgedRequest
{
    internal static async Task<HttpRequestMessage> ReadAsync(HttpContext context, Uri origin)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var content = new ByteArrayContent(body.ToArray());
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), AddressOf(context, origin));
        var hasContent = body.Length > 0;
        foreach (var (name, values) in context.Request.Headers.Where(header => !header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                hasContent |= content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        request.Content = hasContent ? content : null;
        return request;
    }

    /// <summary>The path and query as they were sent, neither decoded nor normalized.</summary>
    private static Uri AddressOf(HttpContext context, Uri origin)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (!target.StartsWith('/') && scheme > 0)
        {
            var path = target.IndexOf('/', scheme + 3);
            target = path < 0 ? "/" : target[path..];
        }

        return new Uri(
            origin.GetLeftPart(UriPartial.Authority) + (target.StartsWith('/') ? "" : "/") + target,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}
