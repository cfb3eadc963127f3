using System.Net;
using System.Text;

namespace TaskCancellation.Testing;

/// <summary>Passes a body on, and keeps a copy of what was sent. A body that can be sent only once stays one.</summary>
internal sealed class CopiedContent : HttpContent
{
    private readonly HttpContent inner;
    private readonly HistoryRequest request;

    internal CopiedContent(HttpContent inner, HistoryRequest request)
    {
        this.inner = inner;
        this.request = request;
        foreach (var (name, values) in inner.Headers)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using var copy = new MemoryStream();
        await inner.CopyToAsync(copy, context).ConfigureAwait(false);
        request.Body = Encoding.UTF8.GetString(copy.GetBuffer(), 0, (int)copy.Length);
        await stream.WriteAsync(copy.GetBuffer().AsMemory(0, (int)copy.Length)).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = inner.Headers.ContentLength ?? 0;
        return inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
