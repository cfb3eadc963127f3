using System.Net;
using System.Net.Http.Headers;

namespace TaskCancellation.Http;

/// <summary>A body that can be sent once. The socket handler silently resends a request without a body on a stale connection, but never one whose content it began to send; a second serialization, by whoever, throws.</summary>
internal sealed class SingleUseContent : HttpContent
{
    private readonly byte[] body;
    private int uses;

    /// <summary>A body; a request without one gets an empty one, with a zero length and no content type.</summary>
    internal SingleUseContent(byte[]? body, string? contentType)
    {
        this.body = body ?? [];
        if (body is not null && contentType is not null)
        {
            Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref uses) == 1
            ? stream.WriteAsync(body, cancellationToken).AsTask()
            : throw new DuplicateSendException();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
