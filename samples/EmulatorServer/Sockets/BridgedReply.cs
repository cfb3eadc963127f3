using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;

namespace EmulatorServer.Sockets;

/// <summary>A reply of an emulator, sent as it is.</summary>
internal static class BridgedReply
{
    internal static async Task WriteAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = response.ReasonPhrase;
        Copy(response.Headers.NonValidated, context.Response.Headers);
        Copy(response.Content.Headers.NonValidated, context.Response.Headers);
        if (!MayHaveBody(context.Response.StatusCode))
        {
            // Not even an empty body can be written here: the server would close the connection.
            context.Response.ContentLength = null;
            return;
        }

        context.Response.ContentLength = response.Content.Headers.ContentLength;
        try
        {
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            // A body that is cut off: its first part is sent, then the server closes the connection.
            await context.Response.Body.FlushAsync(context.RequestAborted);
            throw;
        }
    }

    private static bool MayHaveBody(int status) => status is not (< 200 or 204 or 304);

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
        {
            foreach (var value in values)
            {
                to.Append(name, value);
            }
        }
    }
}
