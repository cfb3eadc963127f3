using System.Net;

namespace TaskCancellation.Tests.Sockets;

/// <summary>The content of a reply, telling when its reader lets go of it.</summary>
internal sealed class WatchedContent : HttpContent
{
    private readonly HttpContent content;
    private Action? disposed;

    internal WatchedContent(HttpContent content, Action disposed)
    {
        this.content = content;
        this.disposed = disposed;
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => content.ReadAsStreamAsync();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => content.CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = content.Headers.ContentLength ?? 0;
        return content.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        content.Dispose();
        Interlocked.Exchange(ref disposed, null)?.Invoke();
        base.Dispose(disposing);
    }
}
