using System.Net;
using System.Text;

namespace TaskCancellation.Tests.Faults;

/// <summary>A request that a fault has hit.</summary>
/// <param name="Request">The request.</param>
/// <param name="Scene">What the fault can do besides.</param>
/// <param name="ActAsync">Lets the service act, and gives its reply.</param>
/// <param name="FirstReply">The reply to the call's first request of the same path; null while there is none.</param>
/// <param name="Token">Fires when the client gives the request up.</param>
internal sealed record FaultedRequest(
    HttpRequestMessage Request, FaultScene Scene, Func<Task<HttpResponseMessage>> ActAsync, byte[]? FirstReply, CancellationToken Token)
{
    internal HttpResponseMessage Reply(int status, string body, string contentType = "text/html", params (string Name, string Value)[] headers)
    {
        var reply = new HttpResponseMessage((HttpStatusCode)status) { RequestMessage = Request, Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        reply.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        reply.Headers.Date = Scene.Service.Emulator.ServerNow;
        foreach (var (name, value) in headers)
        {
            reply.Headers.TryAddWithoutValidation(name, value);
        }

        return reply;
    }

    internal HttpResponseMessage Page(int status) => Reply(status, $"<html><body><h1>{status}</h1></body></html>");

    /// <summary>The service's reply with its body changed.</summary>
    internal async Task<HttpResponseMessage> EditAsync(Func<byte[], HttpContent> edit)
    {
        var reply = await ActAsync();
        var (old, type) = (reply.Content, reply.Content.Headers.NonValidated.TryGetValues("Content-Type", out var given) ? given.ToString() : null);
        reply.Content = edit(await old.ReadAsByteArrayAsync(CancellationToken.None));
        old.Dispose();
        if (type is not null && !reply.Content.Headers.Contains("Content-Type"))
        {
            reply.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return reply;
    }

    internal async Task<HttpResponseMessage> SilenceAsync()
    {
        await Scene.Service.Clock.Silence(Token);
        throw new InvalidOperationException("Nobody waits so long.");
    }
}
